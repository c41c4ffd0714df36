/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "prompt.h"

#include <ctype.h>
#include <string.h>

#include "mem.h"

/* "\NNN" and "\xNN"; @p is after the backslash. Return: bytes taken, or 0 */
static size_t number(const char *p, FILE *out)
{
	bool hex = *p == 'x';
	size_t n = hex ? 1 : 0, want = 3;
	int v = 0;

	for (; n < want; n++) {
		int c = tolower((unsigned char)p[n]);

		if (hex ? !isxdigit(c) : c < '0' || c > '7')
			return 0;
		v = v * (hex ? 16 : 8) + (isdigit(c) ? c - '0' : c - 'a' + 10);
	}
	fputc(v, out);
	return n;
}

char *prompt_decode(const char *text, const char *state, int status,
		    const char *ignore_begin, const char *ignore_end)
{
	static const char names[] = "\\aenr", bytes[] = "\\\a\033\n\r";
	char *buf = NULL;
	size_t len, taken;
	FILE *out = must(open_memstream(&buf, &len));

	for (const char *p = text; *p; p++) {
		const char *at;

		if (*p != '\\' || !p[1]) {
			fputc(*p, out);
			continue;
		}
		at = strchr(names, *++p);
		if (at)
			fputc(bytes[at - names], out);
		else if (*p == '[' || *p == ']')
			fputs(*p == '[' ? ignore_begin : ignore_end, out);
		else if (*p == 's')
			fputs(state, out);
		else if (*p == '?')
			fprintf(out, "%d", status);
		else if ((taken = number(p, out)))
			p += taken - 1;
		else
			fprintf(out, "\\%c", *p);
	}
	fclose(out);
	return must(buf);
}

char *prompt_make(const struct shell *sh)
{
	const char *ps1 = getenv("GUESTFISH_PS1");
	const char *state = "config";

	if (!ps1)
		return xstrdup("><fs> ");
	/* Asked for only where it is shown: with -x each call is seen */
	if (strstr(ps1, "\\s"))
		state = sh->remote		       ? "remote"
			: guestfs_is_ready(sh->g) == 1 ? "ready"
						       : "config";
	return prompt_decode(ps1, state, sh->failed, "\001", "\002");
}

static void print(const char *variable)
{
	const char *text = getenv(variable);
	cleanup_free char *s = NULL;

	if (!text)
		return;
	s = prompt_decode(text, "", 0, "", "");
	fputs(s, stdout);
	fflush(stdout);
}

void prompt_init(void)
{
	print("GUESTFISH_INIT");
}

void prompt_output(void)
{
	print("GUESTFISH_OUTPUT");
}

void prompt_restore(void)
{
	print("GUESTFISH_RESTORE");
}
