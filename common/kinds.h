/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The kinds of arguments and results in the description of the calls (api/),
 * as both ends of the wire see them. api/model.py has the same names.
 */
#ifndef COMMON_KINDS_H
#define COMMON_KINDS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/**
 * enum arg_kind - Kind of one argument
 *
 * In NAME_args a kind is stored as: a string kind "char *"; OPTSTRING
 * "char **" (NULL where not given); a list "struct arg_list"; BUFFERIN "struct
 * arg_buffer"; INT, BOOL "int"; INT64 "int64_t"; FILEIN and FILEOUT nowhere.
 */
enum arg_kind {
	ARG_STRING,
	ARG_PATHNAME, /* absolute path in the guest */
	ARG_DEVICE,   /* "/dev/sda1" */
	ARG_DEV_OR_PATH,
	ARG_MOUNTABLE, /* a device or "btrfsvol:/dev/sda1/sub" */
	ARG_MOUNTABLE_OR_PATH,
	ARG_GUID,
	ARG_KEY,	/* a secret: never in traces */
	ARG_FILENAME,	/* one component of a path */
	ARG_OPTSTRING,	/* a string or NULL */
	ARG_STRINGLIST, /* its items are of @item's kind */
	ARG_INT,
	ARG_INT64,
	ARG_BOOL,
	ARG_BUFFERIN,
	ARG_FILEIN,  /* a file of the host's, sent after the call */
	ARG_FILEOUT, /* a file of the host's, filled after the reply */
	ARG_POINTER, /* library side only */
	/* optional */
	ARG_OBOOL,
	ARG_OINT,
	ARG_OINT64,
	ARG_OSTRING,
	ARG_OSTRINGLIST,
};

/** enum item_kind - What the strings in a list or a result are */
enum item_kind {
	ITEM_PLAIN,
	ITEM_DEVICE,
	ITEM_MOUNTABLE,
	ITEM_FILENAME,
};

/** enum ret_kind - Kind of a call's result */
enum ret_kind {
	RET_ERR,	     /* int: 0 or -1 */
	RET_INT,	     /* int, -1: error */
	RET_BOOL,	     /* int: 1, 0, or -1 */
	RET_INT64,	     /* int64_t, -1: error */
	RET_STRING,	     /* char * that the caller frees */
	RET_CONST_STRING,    /* library side only */
	RET_CONST_OPTSTRING, /* library side only; NULL is no error */
	RET_STRINGLIST,	     /* char **, NULL-ended */
	RET_HASHTABLE,	     /* the same: key, value, key, value */
	RET_BUFFEROUT,	     /* char * and a size */
	RET_STRUCT,
	RET_STRUCTLIST,
};

/** struct arg_list - How XDR holds a list of strings */
struct arg_list {
	unsigned int len;
	char **val;
};

/** struct arg_buffer - How XDR holds bytes */
struct arg_buffer {
	unsigned int len;
	char *val;
};

#endif
