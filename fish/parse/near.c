/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "near.h"

#include <stdbool.h>
#include <string.h>

#define NAME_MAX_LEN 63

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The distance of optimal string alignment, three rows at a time */
size_t near_distance(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);
	size_t rows[3][NAME_MAX_LEN + 1];

	if (na > NAME_MAX_LEN || nb > NAME_MAX_LEN)
		return NAME_MAX_LEN;
	for (size_t j = 0; j <= nb; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t *row = rows[i % 3], *up = rows[(i - 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			bool same = a[i - 1] == b[j - 1];

			row[j] = least(up[j - 1] + !same,
				       least(up[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = least(row[j],
					       rows[(i - 2) % 3][j - 2] + 1);
		}
	}
	return rows[na % 3][nb];
}
