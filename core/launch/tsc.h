/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rate of this machine's time stamp counter. */
#ifndef CORE_LAUNCH_TSC_H
#define CORE_LAUNCH_TSC_H

unsigned int tsc_khz(void);

#endif
