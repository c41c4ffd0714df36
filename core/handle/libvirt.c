/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that need libvirt, which is not built in. */
#include <errno.h>
#include <string.h>

#include "handle/handle.h"
#include "impl.h"
#include "strv.h"

int impl_add_domain(guestfs_h *g, const char *dom,
		    const struct guestfs_add_domain_argv *optargs)
{
	return guestfs_fail_msg(
		g, ENOTSUP,
		"domain %s: libvirt support is not built in; add the domain's "
		"disk images by their file names",
		dom);
}

int impl_add_libvirt_dom(guestfs_h *g, void *dom,
			 const struct guestfs_add_libvirt_dom_argv *optargs)
{
	return guestfs_fail_msg(
		g, ENOTSUP,
		"domain at %p: libvirt support is not built in; add the "
		"domain's disk images by their file names",
		dom);
}

int impl_set_libvirt_supported_credentials(guestfs_h *g, char *const *creds)
{
	static const char *const known[] = {
		"username",   "authname",   "language",	    "cnonce",
		"passphrase", "echoprompt", "noechoprompt", "realm",
		"external",   NULL,
	};

	for (size_t i = 0; creds[i]; i++)
		if (!strv_has((char *const *)known, creds[i]))
			return guestfs_fail_msg(
				g, EINVAL,
				"%s: no kind of credential of libvirt",
				creds[i]);
	return 0;
}

char **impl_get_libvirt_requested_credentials(guestfs_h *g)
{
	return handle_calloc(g, 1, sizeof(char *));
}

/* Nothing is ever asked for. */
static int no_question(guestfs_h *g, int index)
{
	return guestfs_fail_msg(
		g, EINVAL,
		"credential %d: libvirt asks for none; this is for callbacks "
		"of GUESTFS_EVENT_LIBVIRT_AUTH",
		index);
}

char *impl_get_libvirt_requested_credential_prompt(guestfs_h *g, int index)
{
	no_question(g, index);
	return NULL;
}

char *impl_get_libvirt_requested_credential_challenge(guestfs_h *g, int index)
{
	no_question(g, index);
	return NULL;
}

char *impl_get_libvirt_requested_credential_defresult(guestfs_h *g, int index)
{
	no_question(g, index);
	return NULL;
}

int impl_set_libvirt_requested_credential(guestfs_h *g, int index,
					  const char *cred, size_t cred_size)
{
	return no_question(g, index);
}
