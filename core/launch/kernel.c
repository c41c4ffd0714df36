/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "kernel.h"

#include "launch/launch.h"
#include "cleanup.h"
#include "strv.h"
#include "tsc.h"

/* As the daemon allocates them */
#define PAGES_PER_SLOT 2
#define PAGES_OF_FILES 4

static int add_tcg(struct strv *v, enum boot_how how)
{
	unsigned int khz = how == BOOT_RESTORE ? 0 : tsc_khz();

	if (khz && strv_addf(v, "tsc_early_khz=%u", khz) < 0)
		return -1;
	/* 112 is rep_good; see the CPU of argv.c. 148 is sse4_2: qemu computes
	 * its crc32 bit by bit, and the kernel's tables take a third of the
	 * time (14 us for 4 KiB, 38 with it). Where libraries lie at the
	 * same addresses in all processes, their code is translated once and
	 * not in each: programs take a third of the time. To clear a huge page
	 * takes 17 ms, and a thread's stack would get one.
	 */
	return strv_add(v, "clearcpuid=112,148 norandmaps "
			   "transparent_hugepage=never");
}

/**
 * kernel_cmdline() - What the appliance's kernel is told
 * @g:		Handle
 * @accel:	With KVM or without
 * @how:	A template is quiet, for later it serves handles of all kinds;
 *		BOOT_RESTORE is for the template's key, without what is measured
 *
 * Return:	The command line, the caller frees
 */
char *kernel_cmdline(guestfs_h *g, enum accel accel, enum boot_how how)
{
	cleanup_strv_finish struct strv v = { 0 };
	int r = 0;
	char *s;

	/* panic=1 with qemu's -no-reboot: a panic is an exit, not a hang. */
	r |= strv_add(&v, "console=ttyS0 panic=1");
	r |= strv_add(&v, g->verbose && how == BOOT_COLD ? "guestfs_verbose=1"
							 : "quiet");
	/* The guest is thrown away after use: no self-tests of ciphers, no
	 * defence of it against itself, no accounts of its pressure.
	 */
	r |= strv_add(&v, "cryptomgr.notests mitigations=off nokaslr "
			  "rodata=off random.trust_cpu=on lsm= audit=0 "
			  "tsc=reliable ipv6.disable=1 no_timer_check "
			  "init_on_alloc=0 hardened_usercopy=off psi=0 "
			  "randomize_kstack_offset=off nowatchdog "
			  "cgroup_disable=memory");
	/* ACPI costs half a second under TCG, and only SMP needs it. */
	if (g->smp == 1)
		r |= strv_add(&v, "acpi=off noreplace-smp");
	if (accel == ACCEL_TCG)
		r |= add_tcg(&v, how);
	r |= strv_addf(&v, "hugepages=%d",
		       LAUNCH_PORTS * PAGES_PER_SLOT + PAGES_OF_FILES);
	if (g->selinux)
		r |= strv_add(&v, "lsm=selinux selinux=1 enforcing=0");
	if (g->network)
		r |= strv_add(&v, "guestfs_network=1");
	if (how == BOOT_TEMPLATE)
		r |= strv_add(&v, "guestfs.warm");
	if (g->append)
		r |= strv_add(&v, g->append);
	if (r < 0)
		handle_oom(g);

	s = handle_strdup(g, v.v[0]);
	for (size_t i = 1; i < v.n; i++) {
		char *longer = handle_asprintf(g, "%s %s", s, v.v[i]);

		free(s);
		s = longer;
	}
	return s;
}
