/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Data of files out of the drive's image itself. On a drive to which nobody has
 * written, the image holds what the appliance would read; where a file lies in
 * it, the appliance says (FS_MAP). The host reads bytes of the image, and makes
 * nothing of them: a wrong answer shows other bytes of the same image.
 */
#ifndef GUESTMOUNT_FS_IMAGE_H
#define GUESTMOUNT_FS_IMAGE_H

#include "file.h"

/**
 * struct image_map - Where a part of a file lies
 * @from:	Offset of the part
 * @to:		Its end
 * @size:	Of the whole file
 * @n:		Extents
 * @v:		They, in ascending order; between them are zeros
 */
struct image_map {
	uint64_t from;
	uint64_t to;
	uint64_t size;
	unsigned int n;
	fs_extent v[];
};

/**
 * image_map_check() - Check what the daemon says
 * @im:		Images
 * @a:		What was asked
 * @ret:	The answer, untrusted
 *
 * Return:	0; ERANGE when it is about what an image does not have; EIO when
 *		it is rubbish
 */
int image_map_check(const struct images *im, const fs_map_args *a,
		    const fs_map_ret *ret);
/**
 * image_place_check() - Check where all of a file is said to lie
 * @im:		Images
 * @place:	As in struct fsdir_rec, untrusted
 * @size:	Bytes of the file
 * @ret:	Receives it as an extent
 *
 * Return:	0, or ERANGE when no image has that
 */
int image_place_check(const struct images *im, uint64_t place, uint64_t size,
		      fs_extent *ret);
/**
 * image_read() - Answer a read from the image
 * @req:	Request
 * @f:		Open file
 * @size:	Bytes
 * @off:	Offset
 *
 * Return:	false when that cannot be: nothing was answered
 */
bool image_read(fuse_req_t req, struct file *f, size_t size, off_t off);
/** images_init() - Take duplicates; where that fails, nothing is read of them
 */
void images_init(struct mount *m, const struct fs_image *v, unsigned int n);
void images_finish(struct mount *m);

#endif
