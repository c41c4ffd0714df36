/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * /dev/kvm can open and yet not work: in nested or confined machines qemu may
 * abort or the guest hang. So KVM is believed once a guest has said hello, and
 * where it has not, that is remembered until the host boots again.
 */
#include "accel.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "cachedir.h"
#include "cleanup.h"
#include "io.h"

#define MEMORY "accelerator"

/** accel_setting() - Whether a backend setting is there and not switched off */
bool accel_setting(guestfs_h *g, const char *name)
{
	size_t len = strlen(name);

	for (char **s = g->backend_settings; s && *s; s++) {
		const char *value = *s + len;

		if (strncmp(*s, name, len))
			continue;
		if (!*value || !strcmp(value, "=1") || !strcmp(value, "=t") ||
		    !strcmp(value, "=true") || !strcmp(value, "=yes") ||
		    !strcmp(value, "=on"))
			return true;
	}
	return false;
}

/* What the memory depends on: another qemu or another boot may differ. */
static char *memory_key(guestfs_h *g, const char *hv)
{
	cleanup_free char *boot =
		io_read_file("/proc/sys/kernel/random/boot_id", 128, NULL);
	struct stat st;

	if (!boot || stat(hv, &st) < 0)
		return NULL;
	boot[strcspn(boot, "\n")] = '\0';
	return handle_asprintf(g, "%s %lld.%09ld %s", boot,
			       (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
			       hv);
}

static bool known_broken(guestfs_h *g, const char *hv)
{
	cleanup_free char *dir = cachedir_get(g, false);
	cleanup_free char *path = NULL, *text = NULL, *key = NULL;
	cleanup_free char *want = NULL;

	if (!dir)
		return false;
	path = handle_asprintf(g, "%s/" MEMORY, dir);
	text = io_read_file(path, 8192, NULL);
	key = memory_key(g, hv);
	if (!text || !key)
		return false;
	want = handle_asprintf(g, "kvm-broken %s\n", key);
	return !strcmp(text, want);
}

/**
 * accel_remember() - Note how a try with KVM ended
 * @g:		Handle
 * @hv:		qemu
 * @kvm_works:	Its outcome
 *
 * A cache that cannot be written only means that the next launch tries again.
 */
void accel_remember(guestfs_h *g, const char *hv, bool kvm_works)
{
	cleanup_free char *dir = cachedir_get(g, true);
	cleanup_free char *path = NULL, *tmp = NULL, *key = NULL;
	cleanup_free char *text = NULL;

	key = memory_key(g, hv);
	if (!dir || !key)
		return;
	path = handle_asprintf(g, "%s/" MEMORY, dir);
	tmp = handle_asprintf(g, "%s.%d", path, getpid());
	text = handle_asprintf(g, "kvm-%s %s\n", kvm_works ? "works" : "broken",
			       key);
	if (io_write_file(tmp, text) < 0 || rename(tmp, path) < 0)
		unlink(tmp);
}

/**
 * accel_choose() - Decide what to try
 * @g:		Handle; its backend settings force_tcg and force_kvm are obeyed
 * @hv:		qemu
 * @ret_plan:	Receives the plan
 *
 * Return:	0, or -1 with the error set
 */
int accel_choose(guestfs_h *g, const char *hv, struct accel_plan *ret_plan)
{
	cleanup_close int fd = -1;

	*ret_plan = (struct accel_plan){ .first = ACCEL_TCG };
	if (accel_setting(g, "force_tcg"))
		return 0;
	fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (accel_setting(g, "force_kvm")) {
		ret_plan->first = ACCEL_KVM;
		if (fd < 0)
			return guestfs_fail(g, errno,
					    "/dev/kvm (force_kvm is "
					    "set; access usually needs the "
					    "group \"kvm\")");
		return 0;
	}
	if (fd < 0) {
		handle_debug(g,
			     "KVM is not usable (/dev/kvm: %s): using TCG, "
			     "software emulation",
			     strerror(errno));
		return 0;
	}
	if (known_broken(g, hv)) {
		handle_debug(g, "KVM failed earlier since this machine was "
				"booted: using TCG, software emulation");
		return 0;
	}
	ret_plan->first = ACCEL_KVM;
	ret_plan->fallback = true;
	return 0;
}
