/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "arch.h"

#include <elf.h>
#include <string.h>

#include "cleanup.h"
#include "io.h"

#ifndef EM_LOONGARCH
#define EM_LOONGARCH 258
#endif

enum { ANY, LITTLE = ELFDATA2LSB, BIG = ELFDATA2MSB };

static const struct elf_arch {
	unsigned int machine;
	unsigned int class; /* 0 for any */
	unsigned int data;
	const char *name;
} elf_archs[] = {
	{ EM_386, 0, ANY, "i386" },
	{ EM_X86_64, 0, ANY, "x86_64" },
	{ EM_ARM, 0, ANY, "arm" },
	{ EM_AARCH64, 0, ANY, "aarch64" },
	{ EM_IA_64, 0, ANY, "ia64" },
	{ EM_PPC, 0, ANY, "ppc" },
	{ EM_PPC64, 0, LITTLE, "ppc64le" },
	{ EM_PPC64, 0, BIG, "ppc64" },
	{ EM_RISCV, ELFCLASS32, ANY, "riscv32" },
	{ EM_RISCV, ELFCLASS64, ANY, "riscv64" },
	{ EM_S390, ELFCLASS32, ANY, "s390" },
	{ EM_S390, ELFCLASS64, ANY, "s390x" },
	{ EM_SPARC, 0, ANY, "sparc" },
	{ EM_SPARC32PLUS, 0, ANY, "sparc" },
	{ EM_SPARCV9, 0, ANY, "sparc64" },
	{ EM_ALPHA, 0, ANY, "alpha" },
	{ 0x9026, 0, ANY, "alpha" }, /* the number Alpha systems use */
	{ EM_PARISC, 0, ANY, "parisc" },
	{ EM_68K, 0, ANY, "m68k" },
	{ EM_MIPS, 0, LITTLE, "mipsel" },
	{ EM_MIPS, 0, BIG, "mips" },
	{ EM_LOONGARCH, 0, ANY, "loongarch64" },
};

static const struct pe_arch {
	unsigned int machine;
	const char *name;
} pe_archs[] = {
	{ 0x014c, "i386" },  { 0x8664, "x86_64" }, { 0x0200, "ia64" },
	{ 0x01c0, "arm" },   { 0x01c4, "arm" },	   { 0xaa64, "aarch64" },
	{ 0x0184, "alpha" }, { 0x01f0, "ppc" },
};

static unsigned int get16(const unsigned char *p)
{
	return p[0] | p[1] << 8;
}

static const char *elf_arch(const unsigned char *b)
{
	unsigned int data = b[EI_DATA];
	unsigned int machine = data == ELFDATA2MSB
				       ? (unsigned int)(b[18] << 8 | b[19])
				       : get16(b + 18);

	for (size_t i = 0; i < ARRAY_SIZE(elf_archs); i++) {
		const struct elf_arch *a = &elf_archs[i];

		if (a->machine == machine &&
		    (!a->class || a->class == b[EI_CLASS]) &&
		    (a->data == ANY || a->data == data))
			return a->name;
	}
	return NULL;
}

static const char *pe_arch(const unsigned char *b, size_t len)
{
	size_t at = get16(b + 0x3c) | (size_t)get16(b + 0x3e) << 16;

	if (at > len || len - at < 6 || memcmp(b + at, "PE\0\0", 4) != 0)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(pe_archs); i++)
		if (pe_archs[i].machine == get16(b + at + 4))
			return pe_archs[i].name;
	return NULL;
}

const char *arch_of_header(const unsigned char *buf, size_t len)
{
	if (len >= 20 && !memcmp(buf, ELFMAG, SELFMAG))
		return elf_arch(buf);
	if (len >= 0x40 && !memcmp(buf, "MZ", 2))
		return pe_arch(buf, len);
	return NULL;
}

const char *arch_of_file(const struct insp_root *r, const char *path)
{
	cleanup_close int fd = root_open(r, path);
	unsigned char buf[4096];
	ssize_t n = fd < 0 ? -1 : io_read_full(fd, buf, sizeof(buf));

	return n < 0 ? NULL : arch_of_header(buf, n);
}

const char *arch_of_unix(const struct insp_root *r)
{
	static const char *const programs[] = {
		"/bin/sh",
		"/bin/bash",
		"/bin/ls",
		"/bin/echo",
		"/bin/cat",
		"/bin/rm",
		"/bin/busybox",
		"/usr/bin/bash",
		"/usr/bin/sh",
		"/usr/bin/ls",
		"/usr/bin/cat",
		"/usr/bin/env",
		"/usr/bin/dash",
		"/usr/bin/rpm",
		"/sbin/init",
		"/usr/sbin/init",
		"/lib/systemd/systemd",
		"/usr/lib/systemd/systemd",
	};

	for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
		const char *arch = arch_of_file(r, programs[i]);

		if (arch)
			return arch;
	}
	return NULL;
}
