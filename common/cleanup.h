/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scope-bound cleanup of memory, descriptors and locks. */
#ifndef COMMON_CLEANUP_H
#define COMMON_CLEANUP_H

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Every cleanup keeps errno, so that "return -1" after a failed call still
 * tells the caller why.
 */
#define DEFINE_CLEANUP(type, name, expr)                                       \
	static inline void name(type *p)                                       \
	{                                                                      \
		int saved = errno;                                             \
		expr;                                                          \
		errno = saved;                                                 \
	}

DEFINE_CLEANUP(void, cleanup_free_, free(*(void **)p))
DEFINE_CLEANUP(int, cleanup_close_, if (*p >= 0) close(*p))
DEFINE_CLEANUP(FILE *, cleanup_fclose_, if (*p) fclose(*p))
DEFINE_CLEANUP(DIR *, cleanup_closedir_, if (*p) closedir(*p))
DEFINE_CLEANUP(pthread_mutex_t *, cleanup_unlock_,
	       if (*p) pthread_mutex_unlock(*p))

/** cleanup_free - free(3) the variable when it goes out of scope */
#define cleanup_free __attribute__((cleanup(cleanup_free_)))
/** cleanup_close - close(2) the descriptor if it is not negative */
#define cleanup_close __attribute__((cleanup(cleanup_close_)))
/** cleanup_fclose - fclose(3) the stream if it is not NULL */
#define cleanup_fclose __attribute__((cleanup(cleanup_fclose_)))
/** cleanup_closedir - closedir(3) the stream if it is not NULL */
#define cleanup_closedir __attribute__((cleanup(cleanup_closedir_)))

static inline pthread_mutex_t *lock_scope_(pthread_mutex_t *m)
{
	pthread_mutex_lock(m);
	return m;
}

#define LOCK_NAME2_(line) lock_scope_at_##line
#define LOCK_NAME_(line)  LOCK_NAME2_(line)
/** LOCK_SCOPE() - Hold @m until the end of the enclosing block */
#define LOCK_SCOPE(m)                                                          \
	__attribute__((cleanup(cleanup_unlock_), unused)) pthread_mutex_t *    \
	LOCK_NAME_(__LINE__) = lock_scope_(m)

/** steal_fd() - Hand a descriptor out of a cleanup_close variable */
static inline int steal_fd(int *fd)
{
	int r = *fd;

	*fd = -1;
	return r;
}

/** steal_ptr() - Hand a pointer out of a cleanup_free variable */
#define steal_ptr(p)                                                           \
	({                                                                     \
		__typeof__(*(p)) stolen_ = *(p);                               \
		*(p) = NULL;                                                   \
		stolen_;                                                       \
	})

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
