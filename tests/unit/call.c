/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine behind the public functions, with a daemon that is a function. */
#include "rpc/call.h"

#include <stdarg.h>

#include "cleanup.h"
#include "fs/local.h"
#include "guestfs_protocol.h"
#include "handle/handle.h"
#include "impl.h"
#include "rpc/rpc.h"
#include "rpc/structs.h"
#include "strv.h"

#include "test.h"

static struct guestfs_h handle;
static guestfs_h *g = &handle;

/* What the stand-ins below saw, and what they are to answer */
static char last_error[512];
static int last_errno;
static struct strv traces;
static int invalidated, settled;
static struct {
	unsigned int proc, calls;
	uint64_t bitmask;
	char in[64], out[64];
	union {
		guestfs_mkfs_args mkfs;
		guestfs_mkdir_args mkdir;
	} args;
	char fstype[16], features[16];
	int (*answer)(void *ret);
} seen;

int guestfs_fail_msg(guestfs_h *h, int err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(last_error, sizeof(last_error), fmt, args);
	va_end(args);
	last_errno = err;
	return -1;
}

void *handle_calloc(guestfs_h *h, size_t n, size_t size)
{
	return calloc(n, size);
}

void *handle_realloc(guestfs_h *h, void *p, size_t n)
{
	return realloc(p, n);
}

void event_message(guestfs_h *h, uint64_t event, const char *buf, size_t len)
{
	if (event == GUESTFS_EVENT_TRACE)
		strv_addf(&traces, "%.*s", (int)len, buf);
}

int rpc_roundtrip(guestfs_h *h, unsigned int proc, const char *name,
		  uint64_t bitmask, xdrproc_t xargs, void *args,
		  const char *const *files_in, const char *const *files_out,
		  xdrproc_t xret, void *ret)
{
	seen.proc = proc;
	seen.calls++;
	seen.bitmask = bitmask;
	if (files_in)
		snprintf(seen.in, sizeof(seen.in), "%s", files_in[0]);
	if (files_out)
		snprintf(seen.out, sizeof(seen.out), "%s", files_out[0]);
	if (proc == GUESTFS_PROC_MKFS) {
		seen.args.mkfs = *(guestfs_mkfs_args *)args;
		snprintf(seen.fstype, sizeof(seen.fstype), "%s",
			 seen.args.mkfs.fstype);
		snprintf(seen.features, sizeof(seen.features), "%s",
			 seen.args.mkfs.features);
	}
	return seen.answer ? seen.answer(ret) : 0;
}

void mount_local_settle(guestfs_h *h)
{
	settled++;
}

void mount_local_invalidate(guestfs_h *h)
{
	invalidated++;
}

/* The library's own part of some calls */
static struct guestfs_add_drive_opts_argv drive;
static char drive_server[64];

int impl_add_drive(guestfs_h *h, const char *filename,
		   const struct guestfs_add_drive_opts_argv *optargs)
{
	drive = *optargs;
	if (drive.server)
		snprintf(drive_server, sizeof(drive_server), "%s",
			 drive.server[1]);
	return 0;
}

const char *impl_get_append(guestfs_h *h)
{
	return NULL;
}

int impl_set_memsize(guestfs_h *h, int memsize)
{
	return 0;
}

static void set_up(enum handle_state state)
{
	pthread_mutexattr_t attr;

	memset(&handle, 0, sizeof(handle));
	memset(&seen, 0, sizeof(seen));
	last_error[0] = '\0';
	last_errno = 0;
	strv_finish(&traces);
	traces = (struct strv){ 0 };
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&handle.lock, &attr);
	handle.state = state;
	handle.trace = true;
}

/* After every call the lock must be free for other threads */
static void *try_lock(void *arg)
{
	int *r = arg;

	*r = pthread_mutex_trylock(&handle.lock);
	if (*r == 0)
		pthread_mutex_unlock(&handle.lock);
	return NULL;
}

static bool unlocked(void)
{
	pthread_t t;
	int r;

	pthread_create(&t, NULL, try_lock, &r);
	pthread_join(t, NULL);
	return r == 0;
}

TEST(null_is_refused_where_a_string_is_needed)
{
	set_up(STATE_READY);
	ok_int(guestfs_mkdir(g, NULL), -1);
	ok_str(last_error, "mkdir: path: must not be NULL");
	ok_int(last_errno, EINVAL);
	ok_int(seen.calls, 0);
	ok(unlocked());
}

TEST(relative_paths_and_odd_devices_are_refused)
{
	set_up(STATE_READY);
	ok_int(guestfs_mkdir(g, "d"), -1);
	ok_str(last_error, "mkdir: path: path must be absolute: \"d\"");
	ok_int(guestfs_mkfs(g, "ext4", "sda"), -1);
	ok_str(last_error, "mkfs: device: device name must begin with /dev/: "
			   "\"sda\"");
	ok_int(guestfs_mount(g, "btrfsvol:x", "/"), -1);
	ok(strstr(last_error, "mount: mountable: must be a device"));
	ok_int(seen.calls, 0);
}

TEST(mountables_may_be_volumes)
{
	set_up(STATE_READY);
	ok_int(guestfs_mount(g, "btrfsvol:/dev/sda1/x", "/"), 0);
	ok_int(seen.proc, GUESTFS_PROC_MOUNT);
}

TEST(guids_have_their_form)
{
	set_up(STATE_READY);
	ok_int(guestfs_part_set_gpt_type(g, "/dev/sda", 1, "x"), -1);
	ok_int(guestfs_part_set_gpt_type(
		       g, "/dev/sda", 1,
		       "0FC63DAF-8483-4772-8E79-3D69D8477DEG"),
	       -1);
	ok_int(guestfs_part_set_gpt_type(
		       g, "/dev/sda", 1,
		       "0FC63DAF-8483-4772-8E79-3D69D8477DE4"),
	       0);
}

TEST(names_in_a_list_are_single_names)
{
	char *bad[] = { (char *)"a", (char *)"b/c", NULL };

	set_up(STATE_READY);
	ok(!guestfs_internal_lstatnslist(g, "/", bad));
	ok(strstr(last_error, "one name"));
	ok(!guestfs_internal_lstatnslist(g, "/", NULL));
	ok(strstr(last_error, "names: must not be NULL"));
}

TEST(daemon_calls_before_launch_say_so)
{
	set_up(STATE_CONFIG);
	ok_int(guestfs_sync(g), -1);
	ok(strstr(last_error, "guestfs_launch"));
	ok_int(seen.calls, 0);
	ok_str(traces.v[1], "sync = -1 (error)");
	ok(unlocked());
}

TEST(settings_of_the_machine_are_closed_after_launch)
{
	set_up(STATE_READY);
	ok_int(guestfs_set_memsize(g, 512), -1);
	ok_str(last_error, "set_memsize: only possible before guestfs_launch");
}

TEST(optional_arguments_reach_the_wire_with_their_bits)
{
	set_up(STATE_READY);
	ok_int(guestfs_mkfs_opts(g, "ext4", "/dev/sda",
				 GUESTFS_MKFS_OPTS_BLOCKSIZE, 4096,
				 GUESTFS_MKFS_OPTS_FEATURES, "^x", -1),
	       0);
	ok_int(seen.proc, GUESTFS_PROC_MKFS);
	ok_int(seen.bitmask, GUESTFS_MKFS_OPTS_BLOCKSIZE_BITMASK |
				     GUESTFS_MKFS_OPTS_FEATURES_BITMASK);
	ok_int(seen.args.mkfs.blocksize, 4096);
	ok_str(seen.features, "^x");
	ok_str(traces.v[0], "mkfs \"ext4\" \"/dev/sda\" \"blocksize:4096\" "
			    "\"features:^x\"");
	ok_str(traces.v[1], "mkfs = 0");
}

TEST(absent_optional_arguments_are_empty_on_the_wire)
{
	set_up(STATE_READY);
	ok_int(guestfs_mkfs(g, "xfs", "/dev/sda"), 0);
	ok_int(seen.bitmask, 0);
	ok_str(seen.fstype, "xfs");
	ok_str(seen.features, "");
	ok_int(seen.args.mkfs.blocksize, 0);
}

TEST(optional_arguments_given_wrongly_are_refused)
{
	struct guestfs_mkfs_opts_argv argv = { .bitmask = 1ULL << 60 };

	set_up(STATE_READY);
	ok_int(guestfs_mkfs_opts_argv(g, "xfs", "/dev/sda", &argv), -1);
	ok(strstr(last_error, "unknown optional arguments"));
	ok_int(guestfs_mkfs_opts(g, "xfs", "/dev/sda", 77, -1), -1);
	ok(strstr(last_error, "unknown optional argument 77"));
	ok_int(guestfs_mkfs_opts(g, "xfs", "/dev/sda", GUESTFS_MKFS_OPTS_INODE,
				 1, GUESTFS_MKFS_OPTS_INODE, 2, -1),
	       -1);
	ok_str(last_error, "mkfs: optional argument inode given twice");
	ok_int(guestfs_mkfs_opts(g, "xfs", "/dev/sda", GUESTFS_MKFS_OPTS_LABEL,
				 NULL, -1),
	       -1);
	ok_str(last_error, "mkfs: label: must not be NULL");
	ok_int(seen.calls, 0);
	ok(unlocked());
}

TEST(library_calls_get_all_their_optional_arguments)
{
	char *servers[] = { (char *)"a", (char *)"b:1", NULL };

	set_up(STATE_CONFIG);
	ok_int(guestfs_add_drive_opts(g, "x", GUESTFS_ADD_DRIVE_OPTS_READONLY,
				      1, GUESTFS_ADD_DRIVE_OPTS_SERVER, servers,
				      GUESTFS_ADD_DRIVE_OPTS_SECRET, "hush",
				      GUESTFS_ADD_DRIVE_OPTS_BLOCKSIZE, 4096,
				      -1),
	       0);
	ok_int(drive.readonly, 1);
	ok_int(drive.blocksize, 4096);
	ok_str(drive_server, "b:1");
	ok(strstr(traces.v[0], "\"server:a b:1\""));
	ok(!strstr(traces.v[0], "hush"));
	ok_int(guestfs_add_drive(g, "x"), 0);
	ok_int(drive.bitmask, 0);
	ok_int(guestfs_add_drive_opts_argv(g, "x", NULL), 0);
	ok_int(drive.bitmask, 0);
}

TEST(keys_never_show_in_traces)
{
	set_up(STATE_READY);
	ok_int(guestfs_luks_add_key(g, "/dev/sda", "hush", "hush2", 1), 0);
	ok_str(traces.v[0], "luks_add_key \"/dev/sda\" \"***\" \"***\" 1");
}

TEST(a_null_that_is_a_value_is_no_error)
{
	set_up(STATE_CONFIG);
	ok(!guestfs_get_append(g));
	ok_str(traces.v[1], "get_append = NULL");
	ok(unlocked());
}

TEST(file_arguments_go_beside_the_message)
{
	set_up(STATE_READY);
	ok_int(guestfs_upload(g, "/tmp/a", "/b"), 0);
	ok_str(seen.in, "/tmp/a");
	ok_int(guestfs_download(g, "/b", "/tmp/c"), 0);
	ok_str(seen.out, "/tmp/c");
}

static int answer_lines(void *ret)
{
	struct arg_list *r = ret;

	r->len = 2;
	r->val = calloc(2, sizeof(*r->val));
	r->val[0] = strdup("a");
	r->val[1] = strdup("b\n\"c\"");
	return 0;
}

TEST(lists_come_back_null_ended)
{
	cleanup_strv char **v = NULL;

	set_up(STATE_READY);
	seen.answer = answer_lines;
	v = guestfs_head(g, "/x");
	ok_int(strv_len(v), 2);
	ok_str(v[1], "b\n\"c\"");
	ok_str(traces.v[1], "head = [\"a\", \"b\\n\\\"c\\\"\"]");
}

static int answer_nothing(void *ret)
{
	return 0;
}

TEST(an_empty_list_and_an_empty_buffer_are_not_null)
{
	cleanup_strv char **v = NULL;
	cleanup_free char *buf = NULL;
	size_t size = 1;

	set_up(STATE_READY);
	seen.answer = answer_nothing;
	v = guestfs_head(g, "/x");
	ok(v && !v[0]);
	buf = guestfs_pread(g, "/x", 10, 0, &size);
	ok(buf != NULL);
	ok_int(size, 0);
	ok(!guestfs_pread(g, "/x", 10, 0, NULL));
	ok(unlocked());
}

static int answer_three(void *ret)
{
	struct arg_list *r = ret;

	answer_lines(ret);
	r->val = realloc(r->val, 3 * sizeof(*r->val));
	r->val[r->len++] = strdup("z");
	return 0;
}

TEST(a_table_with_a_key_too_many_is_no_answer)
{
	set_up(STATE_READY);
	seen.answer = answer_three;
	ok(!guestfs_mountpoints(g));
	ok_int(last_errno, EPROTO);
}

static int answer_minus_one(void *ret)
{
	*(int *)ret = -1;
	return 0;
}

TEST(a_hostile_number_does_not_pass_for_an_error_without_a_message)
{
	set_up(STATE_READY);
	seen.answer = answer_minus_one;
	ok_int(guestfs_nr_devices(g), -1);
	ok_int(last_errno, EPROTO);
	ok_int(guestfs_is_lv(g, "/dev/sda"), 1);
}

TEST(buffers_beyond_a_message_are_refused_before_they_are_sent)
{
	static char big[4194305];

	set_up(STATE_READY);
	ok_int(guestfs_pwrite(g, "/x", big, sizeof(big), 0), -1);
	ok(strstr(last_error, "4194305 bytes"));
	ok_int(seen.calls, 0);
	ok_int(guestfs_pwrite(g, "/x", NULL, 0, 0), 0);
}

TEST(only_calls_that_change_the_tree_drop_the_caches_of_a_mount)
{
	static int something;

	set_up(STATE_READY);
	invalidated = 0;
	ok_int(guestfs_touch(g, "/x"), 0);
	ok_int(invalidated, 0);
	handle.mount_local = (struct mount_local *)&something;
	ok_int(guestfs_exists(g, "/x"), 0);
	ok_int(invalidated, 0);
	ok_int(guestfs_touch(g, "/x"), 0);
	ok_int(invalidated, 1);
}

/* Two calls at once would be seen here */
static int busy;
static volatile int overlaps;

static int answer_slowly(void *ret)
{
	if (__atomic_add_fetch(&busy, 1, __ATOMIC_SEQ_CST) > 1)
		overlaps++;
	usleep(200);
	__atomic_sub_fetch(&busy, 1, __ATOMIC_SEQ_CST);
	return 0;
}

static void *many_calls(void *arg)
{
	for (int i = 0; i < 50; i++)
		guestfs_sync(g);
	return NULL;
}

TEST(calls_from_several_threads_come_one_after_another)
{
	pthread_t t[4];

	set_up(STATE_READY);
	seen.answer = answer_slowly;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++)
		pthread_create(&t[i], NULL, many_calls, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(t); i++)
		pthread_join(t[i], NULL);
	ok_int(seen.calls, 200);
	ok_int(overlaps, 0);
}

TEST(structures_are_compared_and_copied_field_by_field)
{
	struct guestfs_xattr x[2] = {
		{ (char *)"user.a", 3, (char *)"a\0b" },
		{ (char *)"user.a", 3, (char *)"a\0c" },
	};
	struct guestfs_xattr_list list = { 2, x }, *copy;
	struct guestfs_xattr *one = guestfs_copy_xattr(&x[0]);

	ok_int(guestfs_compare_xattr(&x[0], one), 0);
	ok(guestfs_compare_xattr(&x[0], &x[1]) < 0);
	ok(guestfs_compare_xattr(&x[1], &x[0]) > 0);
	guestfs_free_xattr(one);

	copy = guestfs_copy_xattr_list(&list);
	ok_int(guestfs_compare_xattr_list(&list, copy), 0);
	copy->val[1].attrval[2] = 'b';
	ok(guestfs_compare_xattr_list(&list, copy) > 0);
	guestfs_free_xattr_list(copy);
	guestfs_free_xattr_list(NULL);
}
