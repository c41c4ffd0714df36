/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guestfs_config: the caller's own qemu parameters. */
#include <errno.h>
#include <string.h>

#include "handle/handle.h"

#include "cleanup.h"
#include "impl.h"

/* Those that the appliance depends on */
static const char *const refused[] = {
	"-kernel",    "-initrd",    "-append",	    "-machine", "-M",
	"-m",	      "-nographic", "-display",	    "-serial",	"-monitor",
	"-mon",	      "-qmp",	    "-full-screen", "-std-vga", "-vnc",
	"-daemonize", "-S",	    "-incoming",
};

int impl_config(guestfs_h *g, const char *hvparam, const char *hvvalue)
{
	const char *name = hvparam;

	if (name[0] != '-')
		return guestfs_fail(g, EINVAL,
				    "%s: a parameter of qemu begins "
				    "with \"-\"",
				    hvparam);
	if (name[1] == '-')
		name++;
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
		if (!strcmp(name, refused[i]))
			return guestfs_fail(g, EINVAL,
					    "%s: this parameter is "
					    "used by the library itself",
					    hvparam);
	g->params = handle_realloc(g, g->params,
				   (g->n_params + 1) * sizeof(g->params[0]));
	g->params[g->n_params].param = handle_strdup(g, hvparam);
	g->params[g->n_params].value =
		hvvalue ? handle_strdup(g, hvvalue) : NULL;
	g->n_params++;
	return 0;
}
