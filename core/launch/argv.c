/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "argv.h"

#include "blockdev.h"
#include "cleanup.h"
#include "kernel.h"

static void machine(struct args *a, enum accel accel, int ram)
{
	guestfs_h *g = a->g;

	args_add(a, "-no-user-config");
	args_add(a, "-nodefaults");
	args_opt(a, "-display", "none");
	args_add(a, "-no-reboot");
	args_opt(a, "-machine", "q35,graphics=off,memory-backend=mem");
	args_opt(a, "-accel", "%s", accel == ACCEL_KVM ? "kvm" : "tcg");
	/* TCG runs "rep movs" byte by byte: hide that it were fast. */
	args_opt(a, "-cpu", "%s", accel == ACCEL_KVM ? "host" :
		 "max,la57=off,erms=off,fsrm=off");
	args_opt(a, "-smp", "%d", g->smp);
	args_opt(a, "-m", "%d", g->memsize);
	args_opt(a, "-object", "memory-backend-file,id=mem,size=%dM,"
		 "mem-path=/proc/self/fd/%d,share=on", g->memsize, ram);
	args_opt(a, "-sandbox", "on,obsolete=deny,elevateprivileges=deny,"
		 "spawn=deny,resourcecontrol=deny");
	args_opt(a, "-rtc", "base=utc");
}

static void chardev(struct args *a, const char *id, int fd)
{
	args_opt(a, "-chardev", "socket,id=%s,fd=%d", id, args_fd(a, fd));
}

static void channels(struct args *a, const struct channels *c)
{
	chardev(a, "qmp", c->qmp);
	args_opt(a, "-mon", "chardev=qmp,mode=control");
	chardev(a, "console", c->console);
	args_opt(a, "-serial", "chardev:console");
	args_opt(a, "-device", "virtio-serial-pci,id=vser,addr=0x2");
	chardev(a, "ch0", c->channel);
	args_opt(a, "-device", "virtserialport,bus=vser.0,nr=1,chardev=ch0,"
		 "name=org.libguestfs.channel.0");
	for (int i = 0; i < LAUNCH_PORTS; i++) {
		cleanup_free char *id = handle_asprintf(a->g, "fs%d", i);

		chardev(a, id, c->ports[i]);
		args_opt(a, "-device", "virtserialport,bus=vser.0,nr=%d,"
			 "chardev=%s,name=org.libguestfs.fs.%d", i + 2, id, i);
	}
}

/* The appliance's own disk. Its address comes before those of all drives; its
 * serial number is what /init looks for.
 */
static void root_disk(struct args *a, const char *path)
{
	json_object *node = json_object_new_object();
	json_object *file = json_object_new_object();

	json_object_object_add(file, "driver", json_object_new_string("file"));
	json_object_object_add(file, "filename", json_object_new_string(path));
	json_object_object_add(node, "node-name",
			       json_object_new_string("root"));
	json_object_object_add(node, "driver", json_object_new_string("raw"));
	json_object_object_add(node, "read-only",
			       json_object_new_boolean(true));
	json_object_object_add(node, "file", file);
	args_json(a, "-blockdev", node);
	args_opt(a, "-device", "virtio-blk-pci,addr=0x1,drive=root,"
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

/**
 * argv_build() - Build the command line of a handle
 * @a:		Zeroed but for the handle; args_finish() frees, also on failure
 * @hv:		qemu
 * @app:	What to boot
 * @accel:	How
 * @c:		qemu's ends, all taken over
 *
 * Return:	0, or -1 with the error set
 */
int argv_build(struct args *a, const char *hv, const struct appliance *app,
	       enum accel accel, const struct channels *c)
{
	cleanup_free char *cmdline = kernel_cmdline(a->g, accel);

	args_add(a, hv);
	machine(a, accel, args_fd(a, c->ram));
	channels(a, c);
	root_disk(a, app->root);
	other_devices(a);
	if (blockdev_add_drives(a) < 0)
		return -1;
	args_opt(a, "-kernel", "%s", app->kernel);
	args_opt(a, "-initrd", "%s", app->initrd);
	args_opt(a, "-append", "%s", cmdline);
	for (size_t i = 0; i < a->g->n_params; i++) {
		args_add(a, a->g->params[i].param);
		if (a->g->params[i].value)
			args_add(a, a->g->params[i].value);
	}
	return 0;
}
