# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion for guestmount, guestunmount and libguestfs-test-tool

_guestmount()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}

	case $prev in
	-a | --add | --pid-file)
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	--format)
		mapfile -t COMPREPLY < <(compgen -W \
			'raw qcow2 vmdk vdi vhdx vpc' -- "$cur")
		return ;;
	-o | --option)
		mapfile -t COMPREPLY < <(compgen -W 'allow_other allow_root
			default_permissions uid= gid= umask= uidmap= gidmap=
			case_insensitive case_sensitive noatime' -- "$cur")
		return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
			"$("$1" --long-options 2>/dev/null)" -- "$cur")
	else
		compopt -o filenames
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
	fi
}
complete -F _guestmount guestmount guestunmount libguestfs-test-tool
