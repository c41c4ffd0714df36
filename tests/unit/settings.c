/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings, their limits, and the environment. */
#include <unistd.h>

#include "guestfs.h"
#include "strv.h"
#include "test.h"

static guestfs_h *create(void)
{
	guestfs_h *g = guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);

	ok(g);
	guestfs_set_error_handler(g, NULL, NULL);
	return g;
}

static int parse(guestfs_h *g, const char *variable)
{
	char *list[] = { "OTHER=1", (char *)variable, NULL };

	return guestfs_parse_environment_list(g, list);
}

#define ok_owned(expr, want)                                                   \
	do {                                                                   \
		char *s_ = (expr);                                             \
		ok_str(s_, want);                                              \
		free(s_);                                                      \
	} while (0)

TEST(defaults)
{
	guestfs_h *g = create();

	ok_int(guestfs_get_autosync(g), 1);
	ok_int(guestfs_get_verbose(g), 0);
	ok_int(guestfs_get_trace(g), 0);
	ok_int(guestfs_get_network(g), 0);
	ok_int(guestfs_get_recovery_proc(g), 1);
	ok_int(guestfs_get_selinux(g), 0);
	ok_int(guestfs_get_pgroup(g), 0);
	ok_int(guestfs_get_direct(g), 0);
	ok_int(guestfs_get_smp(g), 1);
	ok(guestfs_get_memsize(g) >= 256);
	ok(!guestfs_get_append(g));
	ok_str(guestfs_get_identifier(g), "");
	ok(strstr(guestfs_get_program(g), "unit-settings"));
	ok_owned(guestfs_get_backend(g), "direct");
	ok_owned(guestfs_get_attach_method(g), "appliance");
	ok_owned(guestfs_get_tmpdir(g), "/tmp");
	ok_owned(guestfs_get_cachedir(g), "/var/tmp");
	ok_int(guestfs_is_config(g), 1);
	ok_int(guestfs_is_ready(g), 0);
	ok_int(guestfs_is_launching(g), 0);
	ok_int(guestfs_is_busy(g), 0);
	ok_int(guestfs_get_pid(g), -1);
	guestfs_close(g);
}

TEST(booleans_are_kept)
{
	guestfs_h *g = create();

	ok_int(guestfs_set_autosync(g, 0), 0);
	ok_int(guestfs_get_autosync(g), 0);
	ok_int(guestfs_set_network(g, 1), 0);
	ok_int(guestfs_get_network(g), 1);
	ok_int(guestfs_set_recovery_proc(g, 0), 0);
	ok_int(guestfs_get_recovery_proc(g), 0);
	ok_int(guestfs_set_pgroup(g, 1), 0);
	ok_int(guestfs_get_pgroup(g), 1);
	ok_int(guestfs_set_selinux(g, 1), 0);
	ok_int(guestfs_get_selinux(g), 1);
	ok_int(guestfs_set_direct(g, 1), 0);
	ok_int(guestfs_get_direct(g), 1);
	guestfs_close(g);
}

TEST(strings_are_kept_and_null_means_the_default)
{
	guestfs_h *g = create();
	char *path = strdup(guestfs_get_path(g));
	char *hv = guestfs_get_hv(g);

	guestfs_set_path(g, "/a:/b");
	ok_str(guestfs_get_path(g), "/a:/b");
	guestfs_set_path(g, guestfs_get_path(g));
	ok_str(guestfs_get_path(g), "/a:/b");
	guestfs_set_path(g, NULL);
	ok_str(guestfs_get_path(g), path);
	guestfs_set_append(g, "x=y");
	ok_str(guestfs_get_append(g), "x=y");
	guestfs_set_append(g, NULL);
	ok(!guestfs_get_append(g));
	guestfs_set_hv(g, "/my/qemu");
	ok_owned(guestfs_get_hv(g), "/my/qemu");
	ok_str(guestfs_get_qemu(g), "/my/qemu");
	guestfs_set_qemu(g, NULL);
	ok_owned(guestfs_get_hv(g), hv);
	guestfs_set_program(g, "prog");
	ok_str(guestfs_get_program(g), "prog");
	guestfs_set_identifier(g, "id");
	ok_str(guestfs_get_identifier(g), "id");
	guestfs_close(g);
	free(path);
	free(hv);
}

TEST(memsize_and_smp_have_limits)
{
	guestfs_h *g = create();

	ok_int(guestfs_set_memsize(g, 255), -1);
	ok_int(guestfs_set_memsize(g, 256), 0);
	ok_int(guestfs_get_memsize(g), 256);
	ok_int(guestfs_set_smp(g, 0), -1);
	ok_int(guestfs_set_smp(g, 256), -1);
	ok_int(guestfs_set_smp(g, 255), 0);
	ok_int(guestfs_get_smp(g), 255);
	guestfs_close(g);
}

TEST(only_the_direct_backend_exists)
{
	guestfs_h *g = create();

	ok_int(guestfs_set_backend(g, "direct"), 0);
	ok_int(guestfs_set_attach_method(g, "appliance"), 0);
	ok_int(guestfs_set_backend(g, "libvirt"), -1);
	ok_int(guestfs_last_errno(g), ENOTSUP);
	ok(strstr(guestfs_last_error(g), "\"libvirt\" is not built in"));
	ok_int(guestfs_set_backend(g, "libvirt:qemu:///session"), -1);
	ok_int(guestfs_set_backend(g, "unix:/sock"), -1);
	guestfs_close(g);
}

TEST(backend_settings_by_name)
{
	guestfs_h *g = create();
	char *list[] = { "force_tcg", "a=1", "ab=2", "a=3", NULL };
	char **v;

	guestfs_set_backend_settings(g, list);
	ok_owned(guestfs_get_backend_setting(g, "force_tcg"), "1");
	ok_owned(guestfs_get_backend_setting(g, "a"), "1");
	ok_int(guestfs_clear_backend_setting(g, "a"), 2);
	ok(!guestfs_get_backend_setting(g, "a"));
	ok_int(guestfs_last_errno(g), ESRCH);
	ok_int(guestfs_set_backend_setting(g, "ab", "new"), 0);
	ok_owned(guestfs_get_backend_setting(g, "ab"), "new");
	ok_int(guestfs_set_backend_setting(g, "", "x"), -1);
	v = guestfs_get_backend_settings(g);
	ok_int(strv_len(v), 2);
	ok_str(v[0], "force_tcg");
	ok_str(v[1], "ab=new");
	strv_free(v);
	guestfs_close(g);
}

TEST(directories_become_absolute)
{
	guestfs_h *g = create();
	char *real = realpath(test_dir(), NULL);
	char *cwd = getcwd(NULL, 0);

	ok_int(chdir(test_dir()), 0);
	ok_int(guestfs_set_tmpdir(g, "."), 0);
	ok_int(guestfs_set_cachedir(g, real), 0);
	ok_int(chdir(cwd), 0);
	ok_owned(guestfs_get_tmpdir(g), real);
	ok_owned(guestfs_get_cachedir(g), real);
	ok_int(guestfs_set_tmpdir(g, "/does/not/exist"), -1);
	ok_int(guestfs_last_errno(g), ENOENT);
	ok_int(guestfs_set_tmpdir(g, NULL), 0);
	ok_owned(guestfs_get_tmpdir(g), "/tmp");
	guestfs_close(g);
	free(real);
	free(cwd);
}

TEST(sockets_live_in_the_runtime_directory)
{
	guestfs_h *g = create();

	setenv("XDG_RUNTIME_DIR", test_dir(), 1);
	ok_owned(guestfs_get_sockdir(g), test_dir());
	setenv("XDG_RUNTIME_DIR", "/does/not/exist", 1);
	ok_owned(guestfs_get_sockdir(g), "/tmp");
	unsetenv("XDG_RUNTIME_DIR");
	ok_owned(guestfs_get_sockdir(g), "/tmp");
	guestfs_close(g);
}

TEST(the_environment_is_read)
{
	guestfs_h *g = create();
	char *env[] = { "LIBGUESTFS_DEBUG=0",
			"LIBGUESTFS_TRACE=0",
			"LIBGUESTFS_PATH=/p",
			"LIBGUESTFS_QEMU=/old",
			"LIBGUESTFS_HV=/new",
			"LIBGUESTFS_APPEND=q",
			"LIBGUESTFS_MEMSIZE=700",
			"LIBGUESTFS_BACKEND=direct",
			"LIBGUESTFS_ATTACH_METHOD=appliance",
			"LIBGUESTFS_BACKEND_SETTINGS=force_tcg:a=b",
			"TMPDIR=/one",
			"LIBGUESTFS_CACHEDIR=/var",
			NULL };

	ok_int(guestfs_parse_environment_list(g, env), 0);
	ok_str(guestfs_get_path(g), "/p");
	ok_owned(guestfs_get_hv(g), "/new");
	ok_str(guestfs_get_append(g), "q");
	ok_int(guestfs_get_memsize(g), 700);
	ok_owned(guestfs_get_backend_setting(g, "a"), "b");
	ok_owned(guestfs_get_backend_setting(g, "force_tcg"), "1");
	ok_owned(guestfs_get_tmpdir(g), "/one");
	ok_owned(guestfs_get_cachedir(g), "/var");
	ok_int(parse(g, "LIBGUESTFS_QEMU=/only"), 0);
	ok_owned(guestfs_get_hv(g), "/only");
	ok_int(parse(g, "LIBGUESTFS_TMPDIR=/usr"), 0);
	ok_owned(guestfs_get_tmpdir(g), "/usr");
	guestfs_close(g);
}

TEST(booleans_of_the_environment_are_strict)
{
	guestfs_h *g = create();

	guestfs_set_event_callback(g, NULL, 0, 0, NULL);
	ok_int(parse(g, "LIBGUESTFS_TRACE=maybe"), -1);
	ok(strstr(guestfs_last_error(g), "LIBGUESTFS_TRACE=maybe: "));
	ok_int(parse(g, "LIBGUESTFS_TRACE="), 0);
	ok_int(parse(g, "LIBGUESTFS_DEBUG=2"), -1);
	ok_int(parse(g, "LIBGUESTFS_DEBUG=No"), 0);
	ok_int(guestfs_get_verbose(g), 0);
	guestfs_close(g);
}

TEST(wrong_values_of_the_environment_are_named)
{
	guestfs_h *g = create();

	ok_int(parse(g, "LIBGUESTFS_MEMSIZE=100"), -1);
	ok_int(parse(g, "LIBGUESTFS_MEMSIZE=1g"), -1);
	ok(strstr(guestfs_last_error(g), "LIBGUESTFS_MEMSIZE=1g: "));
	ok_int(parse(g, "LIBGUESTFS_BACKEND=libvirt"), -1);
	ok(strstr(guestfs_last_error(g), "LIBGUESTFS_BACKEND: "));
	ok_int(parse(g, "LIBGUESTFS_TMPDIR=/does/not/exist"), -1);
	guestfs_close(g);
}

TEST(create_reads_the_environment_unless_told_not_to)
{
	guestfs_h *g;

	setenv("LIBGUESTFS_MEMSIZE", "333", 1);
	g = guestfs_create();
	ok(g);
	ok_int(guestfs_get_memsize(g), 333);
	guestfs_close(g);
	g = create();
	ok(guestfs_get_memsize(g) != 333);
	ok_int(guestfs_parse_environment(g), 0);
	ok_int(guestfs_get_memsize(g), 333);
	guestfs_close(g);
	unsetenv("LIBGUESTFS_MEMSIZE");
}

TEST(the_version_is_ours)
{
	guestfs_h *g = create();
	struct guestfs_version *v = guestfs_version(g);

	ok_int(v->major, 1);
	ok_int(v->minor, 48);
	ok_str(v->extra, "");
	guestfs_free_version(v);
	guestfs_close(g);
}

TEST(calls_for_the_appliance_need_it)
{
	guestfs_h *g = create();

	ok_int(guestfs_sync(g), -1);
	ok(strstr(guestfs_last_error(g), "launch"));
	ok_int(guestfs_user_cancel(g), 0);
	ok_int(guestfs_get_state(g), 0);
	guestfs_close(g);
}
