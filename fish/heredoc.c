/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "heredoc.h"

#include <fcntl.h>
#include <string.h>

#include "io.h"
#include "mem.h"
#include "tmpfile.h"

/* The lines up to the one that is @end */
static int copy(struct shell *sh, struct source *src, const char *end, int fd)
{
	unsigned int begin = src->line;

	for (;;) {
		cleanup_free char *text = source_line(src, "> ");

		if (!text)
			return shell_say(
				sh,
				"the here-document that begins in "
				"line %u has no end: \"%s\" is missing",
				begin, end);
		if (!strcmp(text, end))
			return 0;
		if (io_write_full(fd, text, strlen(text)) < 0 ||
		    io_write_full(fd, "\n", 1) < 0)
			return shell_say(sh, "here-document: %s",
					 strerror(errno));
	}
}

int heredoc_read(struct shell *sh, struct source *src, char **word,
		 struct heredoc *ret_doc)
{
	ret_doc->fd = tmpfile_unnamed();
	if (ret_doc->fd < 0)
		return shell_say(sh, "here-document: %s", strerror(errno));
	if (copy(sh, src, *word + strlen("-<<"), ret_doc->fd) < 0)
		return -1;
	free(*word);
	/* Opened anew by this name it begins at its beginning; the process's
	 * number is for another process, the one with --listen
	 */
	*word = xasprintf("/proc/%d/fd/%d", getpid(), ret_doc->fd);
	return 0;
}
