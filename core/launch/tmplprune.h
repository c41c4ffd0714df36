/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Templates that nobody needs any more. */
#ifndef CORE_LAUNCH_TMPLPRUNE_H
#define CORE_LAUNCH_TMPLPRUNE_H

#define TMPL_PREFIX    "template-"
#define TMPL_MAX_TOTAL (1ULL << 30)

void tmplprune(int dir, const char *keep);

#endif
