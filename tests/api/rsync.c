/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rsync in the guest, and with a server on the host. */
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "appliance.h"
#include "host.h"

static guestfs_h *with_tree(void)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/src/sub"));
	put_text(g, "/src/sub/f", "text");
	put_text(g, "/src/g", "g");
	works(g, guestfs_ln_s(g, "/etc/mke2fs.conf", "/src/link"));
	works(g, guestfs_mkdir(g, "/dest"));
	return g;
}

TEST(rsync_makes_trees_equal)
{
	guestfs_h *g = with_tree();
	cleanup_free char *link = NULL;

	put_text(g, "/dest/extra", "");
	works(g,
	      guestfs_rsync(g, "/src/", "/dest", GUESTFS_RSYNC_ARCHIVE, 1, -1));
	ok(file_is(g, "/dest/sub/f", "text"));
	link = guestfs_readlink(g, "/dest/link");
	ok_str(link, "/etc/mke2fs.conf");
	ok_int(guestfs_exists(g, "/dest/extra"), 1);
	works(g, guestfs_rsync(g, "/src/", "/dest", GUESTFS_RSYNC_ARCHIVE, 1,
			       GUESTFS_RSYNC_DELETEDEST, 1, -1));
	ok_int(guestfs_exists(g, "/dest/extra"), 0);
	works(g,
	      guestfs_rsync(g, "/src", "/dest", GUESTFS_RSYNC_ARCHIVE, 1, -1));
	ok(file_is(g, "/dest/src/g", "g"));
	works(g, guestfs_rsync(g, "/src/g", "/dest/copy", -1));
	ok(file_is(g, "/dest/copy", "g"));
}

TEST(links_given_to_rsync_stay_inside)
{
	guestfs_h *g = with_tree();

	/* The appliance has /etc, the guest has not */
	works(g, guestfs_ln_s(g, "/etc", "/out"));
	works(g, guestfs_ln_s(g, "/dest", "/to_dest"));
	fails(g, guestfs_rsync(g, "/out/", "/dest", -1), ENOENT);
	works(g, guestfs_rsync(g, "/src/g", "/to_dest", -1));
	ok(file_is(g, "/dest/g", "g"));
	fails(g, guestfs_rsync(g, "/none", "/dest", -1), ENOENT);
	fails(g, guestfs_rsync(g, "/no/ne", "/dest", -1), ENOENT);
}

TEST(only_rsync_servers_are_addresses)
{
	guestfs_h *g = with_tree();

	fails(g, guestfs_rsync_in(g, "host:/path", "/dest", -1), EINVAL);
	fails(g, guestfs_rsync_in(g, "/etc", "/dest", -1), EINVAL);
	fails(g, guestfs_rsync_out(g, "/src", "--daemon", -1), EINVAL);
	fails(g, guestfs_rsync_out(g, "/src", "/tmp", -1), EINVAL);
	/* Without a network nobody can be reached */
	ok_int(guestfs_rsync_in(g, "rsync://169.254.2.2/x", "/dest", -1), -1);
}

static int free_port(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	cleanup_close int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(a);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ok(fd >= 0 && bind(fd, (struct sockaddr *)&a, len) == 0 &&
	   getsockname(fd, (struct sockaddr *)&a, &len) == 0);
	return ntohs(a.sin_port);
}

static pid_t start_server(int port)
{
	cleanup_free char *conf = NULL;
	char number[16];
	pid_t pid;

	ok(asprintf(&conf,
		    "use chroot = no\nuid = %d\ngid = %d\n"
		    "[m]\npath = %s/m\nread only = no\n",
		    getuid(), getgid(), test_dir()) > 0);
	shell("mkdir $1/m && echo host >$1/m/h");
	host_write("conf", conf, strlen(conf));
	snprintf(number, sizeof(number), "%d", port);
	pid = fork();
	if (pid == 0) {
		execlp("rsync", "rsync", "--daemon", "--no-detach", "--address",
		       "127.0.0.1", "--port", number, "--config", host("conf"),
		       (char *)NULL);
		_exit(127);
	}
	ok(pid > 0);
	return pid;
}

static void copy_both_ways(guestfs_h *g, const char *remote)
{
	works(g, guestfs_mkfs(g, "ext4", "/dev/sda"));
	works(g, guestfs_mount(g, "/dev/sda", "/"));
	works(g, guestfs_mkdir(g, "/in"));
	works(g, guestfs_rsync_in(g, remote, "/in", GUESTFS_RSYNC_IN_ARCHIVE, 1,
				  -1));
	ok(file_is(g, "/in/h", "host\n"));
	put_text(g, "/in/back", "guest");
	works(g, guestfs_rsync_out(g, "/in/", remote, GUESTFS_RSYNC_OUT_ARCHIVE,
				   1, -1));
	host_is("m/back", "guest", 5);
}

TEST(rsync_with_a_server_on_the_host)
{
	guestfs_h *g = guestfs_create();
	cleanup_free char *remote = NULL;
	int port = free_port();
	pid_t server = start_server(port);

	guestfs_set_error_handler(g, NULL, NULL);
	ok(asprintf(&remote, "rsync://169.254.2.2:%d/m/", port) > 0);
	works(g, guestfs_set_network(g, 1));
	works(g, guestfs_add_drive_scratch(g, 64 * MIB, -1));
	works(g, guestfs_launch(g));
	copy_both_ways(g, remote);
	guestfs_close(g);
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
}
