/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "devs.h"

#include <string.h>

#include "cleanup.h"

struct insp_dev *devs_add(struct insp_devs *d, const char *name)
{
	struct insp_dev *v = realloc(d->v, (d->n + 1) * sizeof(*v)), *dev;

	if (!v)
		return NULL;
	d->v = v;
	dev = &v[d->n];
	*dev = (struct insp_dev){
		.name = strdup(name),
		.canon = devs_canon(name),
		.disk = -1,
	};
	if (!dev->name || !dev->canon) {
		free(dev->name);
		free(dev->canon);
		return NULL;
	}
	d->n++;
	return dev;
}

void devs_add_subvol(struct insp_devs *d, const char *device,
		     const char *volume, uint64_t id)
{
	struct insp_subvol *v =
		realloc(d->subvols, (d->n_subvols + 1) * sizeof(*v));

	if (!v)
		return;
	d->subvols = v;
	v[d->n_subvols++] = (struct insp_subvol){
		.device = strdup(device),
		.volume = strdup(volume),
		.id = id,
	};
}

void devs_finish(struct insp_devs *d)
{
	for (size_t i = 0; i < d->n; i++) {
		struct insp_dev *v = &d->v[i];

		free(v->name);
		free(v->canon);
		free(v->vfs);
		free(v->uuid);
		free(v->label);
		free(v->partuuid);
		free(v->partlabel);
		free(v->scheme);
		free(v->crypt_uuid);
		free(v->md_uuid);
		free(v->md_name);
	}
	for (size_t i = 0; i < d->n_subvols; i++) {
		free(d->subvols[i].device);
		free(d->subvols[i].volume);
	}
	free(d->v);
	free(d->subvols);
	memset(d, 0, sizeof(*d));
}

const struct insp_dev *devs_by_name(const struct insp_devs *d, const char *name)
{
	cleanup_free char *canon = devs_canon(name);

	for (size_t i = 0; canon && i < d->n; i++)
		if (!strcmp(d->v[i].name, name) ||
		    !strcmp(d->v[i].canon, canon))
			return &d->v[i];
	return NULL;
}

const struct insp_dev *devs_by_part(const struct insp_devs *d, int disk,
				    int part)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].disk == disk && d->v[i].part == part)
			return &d->v[i];
	return NULL;
}

/* Device-mapper joins the names of group and volume by '-' and doubles the
 * dashes that were in them.
 */
char *devs_canon(const char *name)
{
	static const char mapper[] = "/dev/mapper/";
	const char *p = name + sizeof(mapper) - 1;
	char *out, *o;
	bool cut = false;

	if (strncmp(name, mapper, sizeof(mapper) - 1) != 0)
		return strdup(name);
	out = malloc(strlen(name) + 1);
	if (!out)
		return NULL;
	o = stpcpy(out, "/dev/");
	for (; *p; p++) {
		if (*p == '-' && p[1] == '-') {
			*o++ = '-';
			p++;
		} else if (*p == '-' && !cut) {
			*o++ = '/';
			cut = true;
		} else {
			*o++ = *p;
		}
	}
	*o = '\0';
	/* No group: /dev/mapper/cryptroot stays where it is. */
	if (!cut)
		strcpy(out, name);
	return out;
}
