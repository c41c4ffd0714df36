/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Much data between host and guest, from and to pipes, and cancelled. */
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>

#include "appliance.h"
#include "io.h"
#include "run.h"

#define GIB (1024 * MIB)

/* $1 is the test's directory. */
static void shell(const char *command)
{
	cleanup_run struct run r = { .argv = ARGV("sh", "-c", command, "sh",
						  test_dir()) };

	ok_int(run(&r), 0);
	test_check(r.status == 0, __FILE__, __LINE__, "%s: %s", command, r.err);
}

static const char *host(const char *name)
{
	static char paths[4][256];
	static int i;

	i = (i + 1) % 4;
	snprintf(paths[i], sizeof(paths[i]), "%s/%s", test_dir(), name);
	return paths[i];
}

static long long host_blocks(const char *name)
{
	struct stat st;

	ok_int(stat(host(name), &st), 0);
	return st.st_blocks;
}

/* 5 GiB and a bit: data at the beginning, in the middle, at the end or not */
static void make_sparse(void)
{
	shell("cd $1 && printf begin >sparse && "
	      "head -c 3000000 /dev/urandom | "
	      "dd of=sparse bs=1000003 seek=1073 conv=notrunc 2>&1 && "
	      "truncate -s 5368721408 sparse && printf end >>sparse");
}

TEST(sparse_files_of_5_GiB_go_both_ways)
{
	guestfs_h *g = fresh_fs("ext4");
	struct guestfs_statns *st;

	make_sparse();
	works(g, guestfs_upload(g, host("sparse"), "/f"));
	st = guestfs_statns(g, "/f");
	ok(st != NULL);
	ok_int(st->st_size, 5 * GIB + 12288 + 3);
	ok(st->st_blocks < 20000);
	guestfs_free_statns(st);
	works(g, guestfs_download(g, "/f", host("back")));
	ok(host_blocks("back") < 20000);
	shell("cmp $1/sparse $1/back");
	works(g, guestfs_cp(g, "/f", "/copy"));
	works(g, guestfs_truncate_size(g, "/copy", 6 * GIB));
	works(g, guestfs_download(g, "/copy", host("back")));
	shell("truncate -s 6G $1/sparse && cmp $1/sparse $1/back");
}

TEST(holes_are_zeros_where_something_was)
{
	guestfs_h *g = fresh_fs("ext4");

	shell("cd $1 && head -c 12000000 /dev/urandom >full && "
	      "truncate -s 9000000 holes && "
	      "printf x | dd of=holes bs=1 seek=4000000 conv=notrunc 2>&1 && "
	      "cp full both && dd if=holes of=both bs=1M oflag=seek_bytes "
	      "seek=1000001 conv=notrunc 2>&1");
	works(g, guestfs_upload(g, host("full"), "/f"));
	works(g, guestfs_upload_offset(g, host("holes"), "/f", 1000001));
	works(g, guestfs_download(g, "/f", host("back")));
	shell("cmp $1/both $1/back");
	works(g, guestfs_upload(g, host("full"), DISK_SMALL));
	works(g, guestfs_upload_offset(g, host("holes"), DISK_SMALL, 1000001));
	works(g, guestfs_download_offset(g, DISK_SMALL, host("back"), 0,
					 12000000));
	shell("cmp $1/both $1/back");
}

TEST(every_size_and_offset_is_exact)
{
	static const long long sizes[] = { 4095,    4096,    65535,
					   65537,   2097151, 2097152,
					   2101249, 8388607, 8388609 };
	guestfs_h *g = fresh_fs("ext4");

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		cleanup_free char *command = NULL;

		ok(asprintf(&command,
			    "head -c %lld /dev/urandom >$1/f && "
			    "tail -c +4098 $1/f >$1/tail",
			    sizes[i]) > 0);
		shell(command);
		works(g, guestfs_upload(g, host("f"), "/f"));
		works(g, guestfs_download(g, "/f", host("back")));
		shell("cmp $1/f $1/back");
		if (sizes[i] < 4097)
			continue;
		works(g, guestfs_download_offset(g, "/f", host("back"), 4097,
						 sizes[i] - 4097));
		shell("cmp $1/tail $1/back");
		works(g, guestfs_upload_offset(g, host("tail"), "/g", 4097));
		works(g, guestfs_download_offset(g, "/g", host("back"), 4097,
						 sizes[i] - 4097));
		shell("cmp $1/tail $1/back");
	}
}

TEST(file_systems_of_all_kinds_take_much)
{
	static const char *const types[] = { "xfs", "btrfs", "vfat", "ntfs" };

	shell("cd $1 && head -c 9000001 /dev/urandom >f && "
	      "truncate -s 20000001 f && printf end >>f");
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		guestfs_h *g = appliance();

		if (guestfs_mkfs(g, types[i], DISK_A) < 0) {
			printf("# no %s: %s\n", types[i],
			       guestfs_last_error(g));
			continue;
		}
		works(g, guestfs_mount(g, DISK_A, "/"));
		works(g, guestfs_upload(g, host("f"), "/f"));
		works(g, guestfs_download(g, "/f", host("back")));
		shell("cmp $1/f $1/back");
		works(g, guestfs_cp(g, "/f", "/g"));
		works(g, guestfs_download(g, "/g", host("back")));
		shell("cmp $1/f $1/back");
		works(g, guestfs_umount_all(g));
	}
}

static void *run_shell(void *command)
{
	shell(command);
	return NULL;
}

TEST(pipes_give_and_take)
{
	guestfs_h *g = fresh_fs("ext4");
	pthread_t thread;

	shell("cd $1 && head -c 30000003 /dev/urandom >f && mkfifo in out");
	pthread_create(&thread, NULL, run_shell, (char *)"cat $1/f >$1/in");
	works(g, guestfs_upload(g, host("in"), "/f"));
	pthread_join(thread, NULL);
	pthread_create(&thread, NULL, run_shell, (char *)"cat $1/out >$1/back");
	works(g, guestfs_download(g, "/f", host("out")));
	pthread_join(thread, NULL);
	shell("cmp $1/f $1/back");
	pthread_create(&thread, NULL, run_shell,
		       (char *)"head -c 1000000 $1/out >$1/back");
	fails(g, guestfs_download(g, "/f", host("out")), EPIPE);
	pthread_join(thread, NULL);
	ok_int(guestfs_filesize(g, "/f"), 30000003);
}

static int delay_us;

static void *cancel_later(void *g)
{
	usleep(delay_us);
	guestfs_user_cancel(g);
	return NULL;
}

/* Either may be first, and the connection stays good. */
static void cancelled(guestfs_h *g, int (*transfer)(guestfs_h *g))
{
	for (delay_us = 0; delay_us < 100000; delay_us += 7001) {
		pthread_t thread;
		int r;

		ok_int(pthread_create(&thread, NULL, cancel_later, g), 0);
		r = transfer(g);
		pthread_join(thread, NULL);
		/* Zeros without end may fill the disk before that. */
		if (r < 0)
			ok(guestfs_last_errno(g) == EINTR ||
			   guestfs_last_errno(g) == ENOSPC);
		put_text(g, "/still", "here");
		ok(file_is(g, "/still", "here"));
	}
}

static int upload_zeros(guestfs_h *g)
{
	return guestfs_upload(g, "/dev/zero", DISK_B);
}

static int download_disk(guestfs_h *g)
{
	return guestfs_download(g, DISK_B, "/dev/null");
}

static int tar_out(guestfs_h *g)
{
	return guestfs_tar_out(g, "/d", "/dev/null");
}

TEST(transfers_are_cancelled_at_any_moment)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir(g, "/d"));
	shell("head -c 40000000 /dev/urandom >$1/f");
	works(g, guestfs_upload(g, host("f"), "/d/f"));
	cancelled(g, upload_zeros);
	cancelled(g, download_disk);
	cancelled(g, tar_out);
}

TEST(a_cancelled_upload_fails)
{
	guestfs_h *g = fresh_fs("ext4");
	pthread_t thread;

	delay_us = 300000;
	shell("mkfifo $1/in");
	/* It says nothing more, and keeps the pipe open. */
	pthread_create(&thread, NULL, run_shell,
		       (char *)"(echo; sleep 1) >$1/in");
	pthread_detach(thread);
	pthread_create(&thread, NULL, cancel_later, g);
	fails(g, guestfs_upload(g, host("in"), "/f"), EINTR);
	pthread_join(thread, NULL);
	put_text(g, "/still", "here");
}

TEST(a_cancelled_download_fails)
{
	guestfs_h *g = fresh_fs("ext4");
	pthread_t thread;

	delay_us = 300000;
	shell("mkfifo $1/out");
	put_text(g, "/f", "");
	works(g, guestfs_truncate_size(g, "/f", 400 * MIB));
	pthread_create(&thread, NULL, run_shell, (char *)"sleep 1 <$1/out");
	pthread_detach(thread);
	pthread_create(&thread, NULL, cancel_later, g);
	fails(g, guestfs_download(g, "/f", host("out")), EINTR);
	pthread_join(thread, NULL);
	put_text(g, "/still", "here");
}

static void note_progress(guestfs_h *g, void *opaque, uint64_t event,
			  int handle, int flags, const char *buf, size_t len,
			  const uint64_t *array, size_t array_len)
{
	uint64_t *last = opaque;

	if (array_len >= 4 && array[2] <= array[3] && array[2] >= last[0])
		memcpy(last, array + 2, 2 * sizeof(*last));
}

/* Only what takes long tells how far it is. */
TEST(a_long_download_tells_how_far_it_is)
{
	guestfs_h *g = fresh_fs("ext4");
	uint64_t last[2] = { 0, 0 };
	pthread_t thread;
	int eh;

	shell("head -c 16777216 /dev/urandom >$1/f && mkfifo $1/out");
	works(g, guestfs_upload(g, host("f"), "/f"));
	eh = guestfs_set_event_callback(g, note_progress,
					GUESTFS_EVENT_PROGRESS, 0, last);
	ok(eh >= 0);
	pthread_create(&thread, NULL, run_shell,
		       (char *)"(head -c 1000000; sleep 3; cat) <$1/out >$1/b");
	works(g, guestfs_download(g, "/f", host("out")));
	pthread_join(thread, NULL);
	guestfs_delete_event_callback(g, eh);
	ok_int(last[0], 16777216);
	ok_int(last[1], 16777216);
	shell("cmp $1/f $1/b");
}

/* ntfs-3g is slow enough. */
TEST(a_long_upload_tells_how_far_it_is)
{
	guestfs_h *g = appliance();
	uint64_t last[2] = { 0, 0 };
	int eh;

	works(g, guestfs_mkfs(g, "ntfs", DISK_A));
	works(g, guestfs_mount(g, DISK_A, "/"));
	eh = guestfs_set_event_callback(g, note_progress,
					GUESTFS_EVENT_PROGRESS, 0, last);
	ok(eh >= 0);
	shell("head -c 200000000 /dev/zero >$1/f");
	works(g, guestfs_upload(g, host("f"), "/f"));
	guestfs_delete_event_callback(g, eh);
	if (!last[1])
		test_skip("200 MB took less than two seconds");
	ok_int(last[0], 200000000);
	ok_int(last[1], 200000000);
}
