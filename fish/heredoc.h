/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "-<<END": a file that follows in the script. */
#ifndef FISH_HEREDOC_H
#define FISH_HEREDOC_H

#include "cleanup.h"
#include "line/source.h"
#include "shell.h"

/** struct heredoc - The file, which has no name; -1: none */
struct heredoc {
	int fd;
};

/**
 * heredoc_read() - Read it, and name the file in the command
 * @sh:		The shell
 * @src:	Where the lines come from
 * @word:	"-<<END"; replaced by a file name, which the caller frees
 * @ret_doc:	Receives the file, which must live as long as the command
 *
 * Return:	0, or -1 once the error is printed
 */
int heredoc_read(struct shell *sh, struct source *src, char **word,
		 struct heredoc *ret_doc);

DEFINE_CLEANUP(struct heredoc, cleanup_heredoc_, if (p->fd >= 0) close(p->fd))
#define cleanup_heredoc __attribute__((cleanup(cleanup_heredoc_)))

#endif
