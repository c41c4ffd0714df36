/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A template is a machine that was booted without drives and saved as soon as
 * guestfsd was ready. The first launch makes it, every other one restores it.
 * Whatever goes wrong with it, the launch goes on with a cold boot.
 */
#include "template.h"

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

#include "cleanup.h"
#include "guestfs_protocol.h"
#include "io.h"
#include "migrate.h"
#include "rpc/rpc.h"
#include "spawn.h"
#include "stop.h"
#include "tmplcache.h"
#include "tmplfile.h"

#define PING_MS 10000

DEFINE_CLEANUP(struct tmplcache, cache_cleanup, tmplcache_close(p))

/* What a template lost on the way to a machine that runs */
enum outcome { RUNS, COLD, FINAL };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* The qemu behind a script can change unnoticed. */
static bool is_program(const char *hv)
{
	cleanup_close int fd = open(hv, O_RDONLY | O_CLOEXEC);
	char magic[SELFMAG];

	return fd >= 0 && io_read_full(fd, magic, SELFMAG) == SELFMAG &&
	       !memcmp(magic, ELFMAG, SELFMAG);
}

/* Return: why there can be no template for this handle, or NULL */
static const char *misfit(guestfs_h *g, const struct boot *b)
{
	if (accel_setting(g, "cold"))
		return "the backend setting \"cold\"";
	if (!b->app->template)
		return "an appliance made by an earlier version";
	if (g->n_params)
		return "own parameters of qemu (config)";
	if (g->append && *g->append)
		return "own parameters of the kernel (LIBGUESTFS_APPEND)";
	/* Two processors that are restored have been seen to hang. */
	if (g->smp > 1)
		return "several processors (set_smp)";
	if (g->network)
		return "the network";
	if (!is_program(b->hv))
		return "qemu behind a script";
	return NULL;
}

static int save(guestfs_h *g, const struct tmplcache *c, int state, int file)
{
	struct launch *l = g->launch;

	if (migrate_save(g, state) < 0 ||
	    tmplfile_write(file, c->key, l->ram, l->ram_size, state) < 0)
		return -1;
	return tmplcache_publish(g, c, file);
}

/* A machine without a hello has nothing to lose. */
static enum outcome make(guestfs_h *g, struct boot *b,
			 const struct tmplcache *c)
{
	cleanup_close int file = tmplcache_new(g, c), state = -1;
	double start = now(), booted;
	int r;

	state = spawn_high_fd(memfd_create("guestfs-state", MFD_CLOEXEC));
	if (file < 0 || state < 0) {
		handle_debug(g, "no template in %s (%s): booting cold", c->dir,
			     strerror(errno));
		return COLD;
	}
	handle_debug(g, "making a template for this and later launches");
	b->how = BOOT_TEMPLATE;
	if (boot_start(g, b) < 0)
		return FINAL;
	if (boot_wait_flag(g, b) < 0) {
		stop_kill(g);
		return FINAL;
	}
	booted = now();
	r = save(g, c, state, file);
	if (r < 0)
		handle_debug(g,
			     "the template could not be saved in %s (%s): "
			     "booting cold",
			     c->dir, strerror(errno));
	else
		handle_debug(g,
			     "template made: booted in %.2f s, saved in "
			     "%.2f s, %lld MB: %s/%s",
			     booted - start, now() - booted,
			     (long long)lseek(file, 0, SEEK_END) / 1000000,
			     c->dir, c->name);
	stop_kill(g);
	if (r < 0 && g->user_cancel) {
		boot_cancelled(g, b);
		return FINAL;
	}
	/* Each launch would boot twice. */
	if (r < 0)
		tmplcache_mark_bad(g, c);
	return r < 0 ? COLD : RUNS;
}

/* The guest of a wrong processor hangs: an answer is the proof. */
static int ping(guestfs_h *g)
{
	int r;

	g->call_timeout_ms = PING_MS;
	r = rpc_roundtrip(g, GUESTFS_PROC_PING_DAEMON, NULL, 0, NULL, NULL,
			  NULL, NULL, NULL, NULL);
	g->call_timeout_ms = 0;
	return r;
}

static int start(guestfs_h *g, struct boot *b)
{
	if (migrate_restore(g, b) < 0)
		return -1;
	handle_debug(g, "the restored machine runs");
	return ping(g);
}

/* Leaves the reason in b->why; *ret_blame is whether it is the template's */
static enum outcome failed(guestfs_h *g, struct boot *b, bool *ret_blame)
{
	int err = errno;

	*ret_blame = false;
	if (err == EINTR || g->user_cancel) {
		boot_cancelled(g, b);
	} else if (err == ECONNRESET) {
		boot_exited(g, b);
		*ret_blame = !b->final;
	} else {
		*ret_blame = err != EBUSY;
		b->why = handle_strdup(g, strerror(err));
	}
	stop_kill(g);
	return b->final ? FINAL : COLD;
}

static enum outcome restore(guestfs_h *g, struct boot *b, int file,
			    bool *ret_blame)
{
	b->how = BOOT_RESTORE;
	b->template = file;
	*ret_blame = false;
	if (boot_start(g, b) < 0)
		return FINAL;
	if (start(g, b) < 0)
		return failed(g, b, ret_blame);
	if (boot_hello(g, b) == 0)
		return RUNS;
	stop_kill(g);
	return b->final ? FINAL : COLD;
}

static enum outcome use(guestfs_h *g, struct boot *b, const struct tmplcache *c,
			int file, bool is_new)
{
	bool blame;
	double begin = now();
	enum outcome o = restore(g, b, file, &blame);

	if (o == RUNS)
		handle_debug(g, "launched from the template %s/%s in %.2f s",
			     c->dir, c->name, now() - begin);
	if (o == COLD)
		handle_debug(g,
			     "the template was not restored (%s)%s: "
			     "booting cold",
			     b->why ? b->why : "no reason",
			     blame ? ", and is removed" : "");
	if (blame && is_new)
		tmplcache_mark_bad(g, c);
	else if (blame)
		tmplcache_remove(c);
	return o;
}

static enum outcome try_template(guestfs_h *g, struct boot *b,
				 struct tmplcache *c)
{
	cleanup_close int file = -1;
	bool bad, is_new = false;
	enum outcome o;

	file = tmplcache_find(g, c, &bad);
	if (file < 0 && !bad && tmplcache_lock(g, c) == 0) {
		/* Another process may have been faster. */
		file = tmplcache_find(g, c, &bad);
		if (file < 0 && !bad) {
			o = make(g, b, c);
			if (o != RUNS)
				return o;
			is_new = true;
			file = tmplcache_find(g, c, &bad);
		}
		close(c->lock);
		c->lock = -1;
	}
	if (file < 0) {
		handle_debug(g, "no template in %s: booting cold", c->dir);
		return COLD;
	}
	return use(g, b, c, file, is_new);
}

/**
 * template_launch() - Launch from a template, made now if there is none
 * @g:		Handle
 * @b:		What to boot; receives why it failed
 *
 * Return:	0; -1 when a cold boot would fail too, as boot_wait() does; 1
 *		to boot cold
 */
int template_launch(guestfs_h *g, struct boot *b)
{
	__attribute__((cleanup(cache_cleanup))) struct tmplcache c;
	const char *why = misfit(g, b);

	c = (struct tmplcache){ .lock = -1 };
	if (why) {
		handle_debug(g, "booting cold, without a template, for %s",
			     why);
		return 1;
	}
	if (tmplcache_open(g, b, &c) < 0) {
		handle_debug(g, "no cache directory for a template: booting "
				"cold");
		return 1;
	}
	switch (try_template(g, b, &c)) {
	case RUNS:
		return 0;
	case COLD:
		return 1;
	default:
		return -1;
	}
}
