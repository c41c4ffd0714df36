/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "handle/private.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

struct private_data {
	char *key;
	void *data;
	struct private_data *next;
};

static struct private_data **find(guestfs_h *g, const char *key)
{
	struct private_data **p = &g->pda;

	while (*p && strcmp((*p)->key, key))
		p = &(*p)->next;
	return p;
}

static void drop(guestfs_h *g, struct private_data **p)
{
	struct private_data *pd = *p;

	if (g->pda_next == pd)
		g->pda_next = pd->next;
	*p = pd->next;
	free(pd->key);
	free(pd);
}

/** guestfs_set_private() - Keep @data under @key; NULL forgets the key */
void guestfs_set_private(guestfs_h *g, const char *key, void *data)
{
	struct private_data **p;

	HANDLE_SCOPE(g);
	p = find(g, key);
	if (!data) {
		if (*p)
			drop(g, p);
		return;
	}
	if (!*p) {
		*p = handle_calloc(g, 1, sizeof(**p));
		(*p)->key = handle_strdup(g, key);
	}
	(*p)->data = data;
}

/** guestfs_get_private() - What is kept under @key, or NULL */
void *guestfs_get_private(guestfs_h *g, const char *key)
{
	struct private_data *pd;

	HANDLE_SCOPE(g);
	pd = *find(g, key);
	return pd ? pd->data : NULL;
}

/** guestfs_next_private() - The next of them, NULL after the last; *@key_rtn
 * stays valid as long as the key does */
void *guestfs_next_private(guestfs_h *g, const char **key_rtn)
{
	struct private_data *pd;

	HANDLE_SCOPE(g);
	pd = g->pda_next;
	if (!pd)
		return NULL;
	g->pda_next = pd->next;
	*key_rtn = pd->key;
	return pd->data;
}

/** guestfs_first_private() - Begin to walk over all of them */
void *guestfs_first_private(guestfs_h *g, const char **key_rtn)
{
	HANDLE_SCOPE(g);
	g->pda_next = g->pda;
	return guestfs_next_private(g, key_rtn);
}

void private_finish(guestfs_h *g)
{
	while (g->pda)
		drop(g, &g->pda);
}
