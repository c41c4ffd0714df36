/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "builtin.h"

#include "cleanup.h"
#include "parse/args.h"
#include "strv.h"

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

const struct builtin builtins[] = {
	{ NAMES("alloc", "allocate"), "alloc FILE SIZE",
	  "make a disk image and add it",
	  "Makes the file FILE of SIZE bytes (suffixes as in 100M), with its "
	  "space\nreserved on the host's disk, and adds it as a raw disk. An "
	  "existing file is\nreplaced. Before launch only.",
	  BUILTIN_HOST, 2, 2, builtin_alloc },
	{ NAMES("copy-in"), "copy-in LOCAL [LOCAL ...] /DIR",
	  "copy files and directories into the guest",
	  "Copies files and whole directories of the host into the existing "
	  "directory\n/DIR of the guest, with modes and times, and owners by "
	  "number. Needs tar(1).",
	  BUILTIN_BOTH, 2, BUILTIN_ANY, builtin_copy_in },
	{ NAMES("copy-out"), "copy-out /PATH [/PATH ...] LOCALDIR",
	  "copy files and directories out of the guest",
	  "Copies files and whole directories of the guest into the existing "
	  "directory\nLOCALDIR of the host, with modes and times; for root, "
	  "with owners too.\nDevices, sockets and pipes are left out, which is "
	  "said.",
	  BUILTIN_BOTH, 2, BUILTIN_ANY, builtin_copy_out },
	{ NAMES("delete-event"), "delete-event NAME", "remove event handlers",
	  "Removes all handlers of this name that \"event\" made.",
	  BUILTIN_NOTHING, 1, 1, builtin_delete_event },
	{ NAMES("display"), "display /FILE", "show an image",
	  "Downloads a picture and shows it with $GUESTFISH_DISPLAY_IMAGE, "
	  "or display(1).\nThe program parses a file of the guest's on this "
	  "host: mind where the guest is\nfrom.",
	  BUILTIN_GUEST, 1, 1, builtin_display },
	{ NAMES("echo"), "echo [WORD ...]", "print words",
	  "Prints its arguments, separated by blanks.", BUILTIN_NOTHING, 0,
	  BUILTIN_ANY, builtin_echo },
	{ NAMES("edit", "vi", "emacs"), "edit /FILE", "edit a file",
	  "Downloads a file, runs $EDITOR on it (vi where that is not set; as "
	  "\"vi\" and\n\"emacs\" those), and uploads it if it was changed. "
	  "Owner, mode and other\nattributes stay. A file that does not exist "
	  "is made.",
	  BUILTIN_GUEST, 1, 1, builtin_edit },
	{ NAMES("event"), "event NAME EVENTS \"SHELL SCRIPT\"",
	  "run a script when something happens",
	  "EVENTS is a list of close, subprocess_quit, launch_done, progress, "
	  "appliance,\nlibrary, trace, enter, libvirt_auth, warning, separated "
	  "by commas, or * for all.\nThe script is run by $SHELL -c (or "
	  "/bin/sh), with $EVENT set to the event and\nits values as $1, $2 "
	  "and so on: a message, or the numbers of progress. NAME is\nfor "
	  "\"delete-event\".",
	  BUILTIN_NOTHING, 3, 3, builtin_event },
	{ NAMES("glob"), "glob COMMAND [ARG ...]",
	  "run a command for all names that match",
	  "Arguments that begin with / and hold *, ? or [ are replaced by the "
	  "paths of the\nguest that match (below /dev/, by its devices), and "
	  "the command is run for each.\nWith several such arguments it is run "
	  "for each combination. No match is an\nerror.",
	  BUILTIN_COMMAND, 1, BUILTIN_ANY, builtin_glob },
	{ NAMES("help"), "help [COMMAND | -l | --list]", "help",
	  "Says what a command does; -l lists them all.", BUILTIN_COMMAND, 0, 1,
	  builtin_help_command },
	{ NAMES("hexedit"), "hexedit /FILE|DEVICE [[START] MAX]", "edit bytes",
	  "Downloads a file or a device, or MAX bytes of it from START on, "
	  "runs $HEXEDITOR\n(hexedit(1) where that is not set), and writes it "
	  "back if it was changed.",
	  BUILTIN_GUEST, 1, 3, builtin_hexedit },
	{ NAMES("lcd"), "lcd DIR", "change the directory on the host",
	  "Files of the host are named from there on. \"!cd\" would change "
	  "only the shell\nthat it runs in.",
	  BUILTIN_HOST, 1, 1, builtin_lcd },
	{ NAMES("list-events"), "list-events", "list event handlers",
	  "Lists what \"event\" made.", BUILTIN_NOTHING, 0, 0,
	  builtin_list_events },
	{ NAMES("man", "manual"), "man", "open the manual",
	  "Opens guestfish(1).", BUILTIN_NOTHING, 0, 0, builtin_man },
	{ NAMES("more", "less"), "more /FILE", "view a file",
	  "Shows a file with $PAGER (more where that is not set; as \"less\" "
	  "that).",
	  BUILTIN_GUEST, 1, 1, builtin_more },
	{ NAMES("quit", "exit", "q"), "quit", "leave the shell",
	  "Writes everything to the disks and ends. Ctrl-D does the same.",
	  BUILTIN_NOTHING, 0, 0, builtin_quit },
	{ NAMES("reopen"), "reopen", "begin anew",
	  "Closes the handle, with its appliance and disks, and opens a new "
	  "one.",
	  BUILTIN_NOTHING, 0, 0, builtin_reopen },
	{ NAMES("setenv"), "setenv VAR VALUE",
	  "set a variable of the environment",
	  "For the programs that the shell runs. \"!echo $VAR\" shows one.",
	  BUILTIN_NOTHING, 2, 2, builtin_setenv },
	{ NAMES("sparse"), "sparse FILE SIZE",
	  "make a sparse disk image and add it",
	  "As alloc, but space on the host's disk is only taken when it is "
	  "written to.",
	  BUILTIN_HOST, 2, 2, builtin_sparse },
	{ NAMES("supported"), "supported", "list the groups of optional calls",
	  "With yes or no: whether this appliance has them. After launch.",
	  BUILTIN_NOTHING, 0, 0, builtin_supported },
	{ NAMES("time"), "time COMMAND [ARG ...]", "measure a command",
	  "Runs it, then prints how many seconds that took.", BUILTIN_COMMAND,
	  1, BUILTIN_ANY, builtin_time },
	{ NAMES("unsetenv"), "unsetenv VAR",
	  "remove a variable of the environment", "See setenv.",
	  BUILTIN_NOTHING, 1, 1, builtin_unsetenv },
};
const size_t n_builtins = ARRAY_SIZE(builtins);

const struct builtin *builtin_find(const char *name)
{
	for (size_t i = 0; i < n_builtins; i++)
		for (const char *const *n = builtins[i].names; *n; n++)
			if (args_same_name(name, *n))
				return &builtins[i];
	return NULL;
}

int builtin_run(struct shell *sh, const struct builtin *b, char **argv)
{
	size_t n = strv_len(argv) - 1;

	if (n >= b->min && n <= b->max)
		return b->fn(sh, argv);
	shell_say(sh, "%s: wrong number of arguments (%zu)", b->names[0], n);
	fprintf(stderr, "usage: %s\n", b->synopsis);
	return -1;
}
