# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion for guestfish

_guestfish()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}

	case $prev in
	-a | --add | -f | --file)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--format)
		mapfile -t COMPREPLY < <(compgen -W \
			'raw qcow2 vmdk vdi vhdx vpc' -- "$cur")
		return ;;
	-N | --new)
		compopt -o nospace
		mapfile -t COMPREPLY < <(compgen -W 'disk part fs lv lvfs
			bootroot bootrootlv help' -- "$cur")
		return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
			"$("$1" --long-options 2>/dev/null)" -- "$cur")
		return
	fi
	case $prev in
	: | "$1" | -h | --cmd-help | -i | --inspector | --ro | --rw | -r | -w | --remote*)
		mapfile -t COMPREPLY < <(compgen -W \
			"$("$1" --cmd-help 2>/dev/null | cut -d' ' -f1)" \
			-- "$cur") ;;
	*)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	esac
}
complete -F _guestfish guestfish
