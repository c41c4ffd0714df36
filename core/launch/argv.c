/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "argv.h"

#include <fcntl.h>
#include <string.h>

#include "blockdev.h"
#include "cleanup.h"
#include "kernel.h"
#include "protocol.h"
#include "spawn.h"

DEFINE_CLEANUP(struct args, args_cleanup, args_finish(p))

/* Emulating one processor, qemu leaves out the guest's memory barriers (before
 * 8.0) and those of its locked instructions (still). But its own threads run
 * beside the guest: one of them and the guest's driver then each miss what the
 * other has just put in a queue, and the device waits for ever. Where a second
 * processor might come, the barriers stay.
 */
static char *processors(guestfs_h *g, enum accel accel)
{
	if (accel == ACCEL_TCG && g->smp == 1)
		return handle_strdup(g, "1,maxcpus=2");
	return handle_asprintf(g, "%d", g->smp);
}

static void machine(struct args *a, enum accel accel, int ram)
{
	guestfs_h *g = a->g;
	cleanup_free char *smp = processors(g, accel);

	args_add(a, "-no-user-config");
	args_add(a, "-nodefaults");
	args_opt(a, "-display", "none");
	args_add(a, "-no-reboot");
	args_opt(a, "-machine", "q35,graphics=off,memory-backend=mem");
	/* What does not fit is all thrown away and translated again. A launch
	 * fills 11 MB, partitions, mkfs, LVM and a mount 47; memory is taken as
	 * it is filled.
	 */
	args_opt(a, "-accel", "%s",
		 accel == ACCEL_KVM ? "kvm" : "tcg,tb-size=64");
	/* TCG runs "rep movs" byte by byte: hide that it were fast. Each guard
	 * of the guest's kernel against itself costs at every system call.
	 */
	args_opt(a, "-cpu", "%s",
		 accel == ACCEL_KVM ? "host"
				    : "max,la57=off,erms=off,fsrm=off,smap=off,"
				      "smep=off,pku=off,umip=off");
	args_opt(a, "-smp", "%s", smp);
	args_opt(a, "-m", "%d", g->memsize);
	args_opt(a, "-object",
		 "memory-backend-file,id=mem,size=%dM,"
		 "mem-path=/proc/self/fd/%d,share=on",
		 g->memsize, ram);
	args_opt(a, "-sandbox",
		 "on,obsolete=deny,elevateprivileges=deny,"
		 "spawn=deny,resourcecontrol=deny");
	args_opt(a, "-rtc", "base=utc");
}

static void chardev(struct args *a, const char *id, int fd)
{
	args_opt(a, "-chardev", "socket,id=%s,fd=%d", id, args_fd(a, fd));
}

/* Number 0 is kept for a console */
#define N_PORTS (1 + 1 + LAUNCH_PORTS + 1)

static void channels(struct args *a, const struct channels *c)
{
	chardev(a, "qmp", c->qmp);
	args_opt(a, "-mon", "chardev=qmp,mode=control");
	chardev(a, "console", c->console);
	args_opt(a, "-serial", "chardev:console");
	/* qemu polls two eventfds for each port that could be, and with fewer
	 * vectors than queues the guest looks through all queues at each
	 * interrupt.
	 */
	args_opt(a, "-device",
		 "virtio-serial-pci,id=vser,addr=0x2,max_ports=%d,vectors=%d",
		 N_PORTS, 2 * N_PORTS + 3);
	chardev(a, "ch0", c->channel);
	args_opt(a, "-device",
		 "virtserialport,bus=vser.0,nr=1,chardev=ch0,"
		 "name=org.libguestfs.channel.0");
	for (int i = 0; i < LAUNCH_PORTS; i++) {
		cleanup_free char *id = handle_asprintf(a->g, "fs%d", i);

		chardev(a, id, c->ports[i]);
		args_opt(a, "-device",
			 "virtserialport,bus=vser.0,nr=%d,"
			 "chardev=%s,name=org.libguestfs.fs.%d",
			 i + 2, id, i);
	}
	/* Nothing goes over it: its end is the message. */
	chardev(a, "watch0", c->watch);
	args_opt(a, "-device",
		 "virtserialport,bus=vser.0,nr=%d,chardev=watch0,"
		 "name=org.libguestfs.watch.0",
		 N_PORTS - 1);
}

/* The appliance's own disk. Its address comes before those of all drives; its
 * serial number is what /init looks for.
 */
static void root_disk(struct args *a, const char *path)
{
	json_object *node = json_object_new_object();

	json_object_object_add(node, "node-name",
			       json_object_new_string("root"));
	json_object_object_add(node, "driver", json_object_new_string("raw"));
	json_object_object_add(node, "read-only",
			       json_object_new_boolean(true));
	json_object_object_add(node, "file", protocol_file("file", path, NULL));
	args_json(a, "-blockdev", node);
	args_opt(a, "-device",
		 "virtio-blk-pci,addr=0x1,drive=root,"
		 "serial=gfsroot");
}

static void other_devices(struct args *a)
{
	args_opt(a, "-object", "rng-random,id=rng0,filename=/dev/urandom");
	args_opt(a, "-device", "virtio-rng-pci,rng=rng0,addr=0x10");
	if (!a->g->network) {
		args_opt(a, "-nic", "none");
		return;
	}
	args_opt(a, "-netdev", "user,id=net0,net=169.254.0.0/16");
	args_opt(a, "-device", "virtio-net-pci,netdev=net0,addr=0x11,romfile=");
}

static void kernel(struct args *a, const struct boot *b)
{
	cleanup_free char *cmdline = kernel_cmdline(a->g, b->accel, b->how);

	args_opt(a, "-kernel", "%s", b->app->kernel);
	args_opt(a, "-initrd", "%s", b->app->initrd);
	args_opt(a, "-append", "%s", cmdline);
}

static int incoming(struct args *a, const struct boot *b)
{
	int fd = spawn_high_fd(fcntl(b->template, F_DUPFD_CLOEXEC, 3));

	if (fd < 0)
		return guestfs_fail(a->g, errno, "template");
	/* qemu knows it by its number; see restore.c */
	args_fd(a, fd);
	a->incoming = fd;
	args_opt(a, "-incoming", "defer");
	return 0;
}

/**
 * argv_build() - Build the command line of a handle
 * @a:		Zeroed but for the handle; args_finish() frees, also on failure
 * @b:		What to boot
 * @c:		qemu's ends, all taken over
 *
 * Return:	0, or -1 with the error set
 */
int argv_build(struct args *a, const struct boot *b, const struct channels *c)
{
	args_add(a, b->hv);
	machine(a, b->accel, args_fd(a, c->ram));
	channels(a, c);
	root_disk(a, b->app->root);
	other_devices(a);
	if (blockdev_add_drives(a, b->how) < 0)
		return -1;
	if (b->how == BOOT_RESTORE)
		return incoming(a, b);
	kernel(a, b);
	for (size_t i = 0; i < a->g->n_params; i++) {
		args_add(a, a->g->params[i].param);
		if (a->g->params[i].value)
			args_add(a, a->g->params[i].value);
	}
	return 0;
}

static char *joined(const struct args *a)
{
	char *all = handle_strdup(a->g, "");

	for (size_t i = 0; i < a->v.n; i++) {
		char *longer = handle_asprintf(a->g, "%s%s ", all, a->v.v[i]);

		free(all);
		all = longer;
	}
	return all;
}

/**
 * argv_key() - What of the command line the state of a template depends on
 * @g:		Handle
 * @b:		What would be booted
 *
 * Return:	Text, the caller frees
 */
char *argv_key(guestfs_h *g, const struct boot *b)
{
	__attribute__((cleanup(args_cleanup))) struct args a = { .g = g };
	cleanup_free char *cmdline = kernel_cmdline(g, b->accel, BOOT_RESTORE);
	struct channels none;

	/* All descriptors -1 */
	memset(&none, 0xff, sizeof(none));
	machine(&a, b->accel, -1);
	channels(&a, &none);
	root_disk(&a, "root");
	other_devices(&a);
	blockdev_add_drives(&a, BOOT_TEMPLATE);
	args_add(&a, cmdline);
	return joined(&a);
}
