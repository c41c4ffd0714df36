# SPDX-License-Identifier: LGPL-2.1-or-later
"""impl.h: the library's own part of the calls that it serves itself."""

from __future__ import annotations

from .common import argv_param, c_notice, params


def emit(model) -> str:
    out = [c_notice(), """\
/*
 * Called by the public functions with the handle locked, the arguments checked
 * (never NULL where the kind forbids it) and @optargs never NULL. Where an
 * optional argument is absent its bit in @optargs is clear and its field zero.
 * Calls marked "unlocked" run without the lock.
 */
#ifndef CORE_IMPL_H
#define CORE_IMPL_H

#include "guestfs.h"

"""]
    for c in model.library:
        if not c.lock:
            out.append("/* unlocked */\n")
        ending = argv_param(c) if c.optargs else ""
        out.append(f"{c.ret.ctype}impl_{c.name}({params(c, ending)});\n")
    out.append("\n#endif\n")
    return "".join(out)
