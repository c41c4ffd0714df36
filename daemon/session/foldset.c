// SPDX-License-Identifier: GPL-2.0-or-later
#include "foldset.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "casefold.h"

#define FREE  0
#define GRAVE UINT32_MAX

/**
 * struct foldset_slot - One name
 * @hash:	Of the folded name
 * @at:		Where in the text it begins, plus 1; FREE or GRAVE
 */
struct foldset_slot {
	uint32_t hash;
	uint32_t at;
};

static uint32_t hash_name(const char *name)
{
	char folded[CASEFOLD_MAX];
	size_t n = casefold(name, strlen(name), folded);
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)folded[i]) * 16777619u;
	return h;
}

static bool same(const char *a, const char *b)
{
	char fa[CASEFOLD_MAX], fb[CASEFOLD_MAX];
	size_t na = casefold(a, strlen(a), fa);
	size_t nb = casefold(b, strlen(b), fb);

	return na == nb && !memcmp(fa, fb, na);
}

static const char *text_of(const struct foldset *fs,
			   const struct foldset_slot *s)
{
	return fs->text + s->at - 1;
}

static struct foldset_slot *next_slot(const struct foldset *fs, uint32_t hash,
				      uint32_t i)
{
	return &fs->slots[(hash + i) & (fs->n_slots - 1)];
}

static void put(struct foldset *fs, uint32_t hash, uint32_t at)
{
	uint32_t i = 0;

	while (next_slot(fs, hash, i)->at != FREE)
		i++;
	*next_slot(fs, hash, i) = (struct foldset_slot){ hash, at };
	fs->n_used++;
}

/* At least every fourth slot stays free, so that a search ends soon. */
static int make_room(struct foldset *fs)
{
	struct foldset_slot *old = fs->slots;
	uint32_t n_old = fs->n_slots, n = 16;

	if (fs->n_used + 1 <= fs->n_slots / 4 * 3)
		return 0;
	while (n / 2 <= fs->n)
		n *= 2;
	fs->slots = calloc(n, sizeof(*fs->slots));
	if (!fs->slots) {
		fs->slots = old;
		return -1;
	}
	fs->n_slots = n;
	fs->n_used = 0;
	for (uint32_t i = 0; i < n_old; i++)
		if (old[i].at != FREE && old[i].at != GRAVE)
			put(fs, old[i].hash, old[i].at);
	free(old);
	return 0;
}

static int add_text(struct foldset *fs, const char *name)
{
	size_t n = strlen(name) + 1;

	if (fs->text_len + n >= UINT32_MAX / 2) {
		errno = ENOMEM;
		return -1;
	}
	if (fs->text_len + n > fs->text_cap) {
		size_t cap = (fs->text_len + n) * 2;
		char *p = realloc(fs->text, cap);

		if (!p)
			return -1;
		fs->text = p;
		fs->text_cap = cap;
	}
	memcpy(fs->text + fs->text_len, name, n);
	fs->text_len += n;
	return 0;
}

static struct foldset_slot *find_exact(const struct foldset *fs,
				       const char *name)
{
	uint32_t hash = hash_name(name);
	struct foldset_slot *s;

	if (!fs->n_slots)
		return NULL;
	for (uint32_t i = 0; (s = next_slot(fs, hash, i))->at != FREE; i++)
		if (s->at != GRAVE && s->hash == hash &&
		    !strcmp(text_of(fs, s), name))
			return s;
	return NULL;
}

int foldset_add(struct foldset *fs, const char *name)
{
	size_t at = fs->text_len + 1;

	if (find_exact(fs, name))
		return 0;
	if (make_room(fs) < 0 || add_text(fs, name) < 0)
		return -1;
	put(fs, hash_name(name), at);
	fs->n++;
	return 0;
}

void foldset_remove(struct foldset *fs, const char *name)
{
	struct foldset_slot *s = find_exact(fs, name);

	if (!s)
		return;
	s->at = GRAVE;
	fs->n--;
}

const char *foldset_find(const struct foldset *fs, const char *name)
{
	uint32_t hash = hash_name(name);
	const char *like = NULL;
	struct foldset_slot *s;

	if (!fs->n_slots)
		return NULL;
	for (uint32_t i = 0; (s = next_slot(fs, hash, i))->at != FREE; i++) {
		if (s->at == GRAVE || s->hash != hash)
			continue;
		if (!strcmp(text_of(fs, s), name))
			return text_of(fs, s);
		if (!like && same(text_of(fs, s), name))
			like = text_of(fs, s);
	}
	return like;
}

void foldset_finish(struct foldset *fs)
{
	free(fs->slots);
	free(fs->text);
	*fs = (struct foldset){ 0 };
}
