/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Comparing, copying and freeing the public structures, by description. */
#ifndef CORE_RPC_STRUCTS_H
#define CORE_RPC_STRUCTS_H

#include <stddef.h>
#include <stdint.h>

enum field_kind {
	FIELD_STRING, /* char *, never NULL */
	FIELD_BUFFER, /* char * at the offset, uint32_t length 8 before it */
	FIELD_UUID,   /* char[32] */
	FIELD_CHAR,
	FIELD_INT32,
	FIELD_UINT32,
	FIELD_INT64,
	FIELD_UINT64,
	FIELD_FLOAT,
};

struct struct_field {
	enum field_kind kind;
	size_t offset;
};

struct struct_info {
	const struct struct_field *fields;
	size_t n_fields;
	size_t size;
};

/** struct struct_list - The shape of every struct guestfs_NAME_list */
struct struct_list {
	uint32_t len;
	char *val;
};

/** struct_compare() - Field by field, in their order: below 0, 0, above 0 */
int struct_compare(const struct struct_info *t, const void *a, const void *b);
/** struct_copy() - A deep copy, or NULL with errno ENOMEM */
void *struct_copy(const struct struct_info *t, const void *p);
/** struct_free() - Free the structure and what it holds; NULL is fine */
void struct_free(const struct struct_info *t, void *p);

/* The same for lists; a shorter list comes before a longer one. */
int struct_list_compare(const struct struct_info *t, const void *a,
			const void *b);
void *struct_list_copy(const struct struct_info *t, const void *p);
void struct_list_free(const struct struct_info *t, void *p);

/** STRUCT_FUNCTIONS() - The six public functions of one structure */
#define STRUCT_FUNCTIONS(n) STRUCT_SET_(n, n, ) STRUCT_SET_(n, n##_list, list_)
#define STRUCT_SET_(info, name, infix)                                         \
	int guestfs_compare_##name(const struct guestfs_##name *a,             \
				   const struct guestfs_##name *b)             \
	{                                                                      \
		return struct_##infix##compare(&struct_##info, a, b);          \
	}                                                                      \
	struct guestfs_##name *guestfs_copy_##name(                            \
		const struct guestfs_##name *p)                                \
	{                                                                      \
		return struct_##infix##copy(&struct_##info, p);                \
	}                                                                      \
	void guestfs_free_##name(struct guestfs_##name *p)                     \
	{                                                                      \
		struct_##infix##free(&struct_##info, p);                       \
	}

#endif
