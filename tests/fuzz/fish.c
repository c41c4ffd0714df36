/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: what guestfish makes of a line and of the words in it.
 * libFuzzer calls LLVMFuzzerTestOneInput; fuzz/main.c runs it over files.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "line.h"
#include "near.h"
#include "value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_word(const char *word)
{
	char **list = NULL;
	int64_t v;

	if (!value_int(word, -1000, 1000, &v) && (v < -1000 || v > 1000))
		abort();
	if (!value_bool(word, &v) && v != 0 && v != 1)
		abort();
	if (!value_list(word, &list))
		strv_free(list);
	near_distance(word, "mount-options");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = strndup((const char *)data, size);
	cleanup_free char *why = NULL;
	struct line l;

	if (!text)
		return 0;
	if (line_parse(text, &l, &why) == 0) {
		if (why || (l.kind == LINE_COMMAND && !l.words.n) ||
		    l.heredoc > l.words.n)
			abort();
		for (size_t i = 0; i < l.words.n; i++)
			fuzz_word(l.words.v[i]);
	} else if (!why) {
		abort();
	}
	line_finish(&l);
	return 0;
}
