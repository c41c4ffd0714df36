// SPDX-License-Identifier: GPL-2.0-or-later
#include "checksum.h"

#include <errno.h>
#include <string.h>

#include "cleanup.h"
#include "reply.h"
#include "run.h"

static const char *const sums[][2] = {
	{ "crc", "cksum" },	   { "md5", "md5sum" },
	{ "sha1", "sha1sum" },	   { "sha224", "sha224sum" },
	{ "sha256", "sha256sum" }, { "sha384", "sha384sum" },
	{ "sha512", "sha512sum" },
};

const char *checksum_program(const char *csumtype)
{
	for (size_t i = 0; i < ARRAY_SIZE(sums); i++)
		if (!strcmp(csumtype, sums[i][0]))
			return sums[i][1];
	reply_error(EINVAL, "%s: unknown type of checksum", csumtype);
	return NULL;
}

char *checksum_of(const char *csumtype, int fd, const char *what)
{
	const char *program = checksum_program(csumtype);
	cleanup_run struct run r = { .argv = ARGV(program), .in_fd = fd };

	if (!program || reply_run(&r, what) < 0)
		return NULL;
	return strndup(r.out, strcspn(r.out, " "));
}
