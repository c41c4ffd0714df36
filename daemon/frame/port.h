/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The virtio-serial ports, found by name without udev. */
#ifndef DAEMON_PORT_H
#define DAEMON_PORT_H

#include <stdbool.h>
#include <stddef.h>

#define PORT_CONTROL "org.libguestfs.channel.0"
#define PORT_SESSION "org.libguestfs.fs.%u"
#define PORT_WATCH   "org.libguestfs.watch.0"

/**
 * port_open() - Open a port by its name
 * @name:	As qemu's virtserialport has it
 * @wait_ms:	How long to wait for it to appear
 *
 * Return:	A non-blocking descriptor, or -1 with errno (ENOENT: no such
 *		port in that time)
 */
int port_open(const char *name, unsigned int wait_ms);

/*
 * The control port. Before the hello a missing host is waited for; after it
 * these power the machine off instead of returning.
 */

/** port_control_set() - Make @fd the control port */
void port_control_set(int fd);
/**
 * port_watch() - Start the thread that will watch the host
 * @fd:		Port that no byte comes from, only the host's end
 *
 * Nobody else may wait for the control port: a second thread that polls a port
 * can take the bytes of an interrupt that is still to come, and the thread that
 * waits for them is not woken (drivers/char/virtio_console.c: the interrupt
 * finds its queue empty, and wakes nobody).
 *
 * Starting it takes 12 ms where no other thread has been started: in a template
 * it waits already.
 */
void port_watch(int fd);
/** port_said_hello() - From now on a missing host is the end */
void port_said_hello(void);
void port_read(void *buf, size_t n);
void port_write(const void *buf, size_t n);
/** port_readable() - Whether bytes of the library are waiting */
bool port_readable(void);

#endif
