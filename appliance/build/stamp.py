# SPDX-License-Identifier: GPL-2.0-or-later
"""appliance.json: what an appliance was built from, and whether it changed."""
import ctypes
import hashlib
import json
import os

FORMAT = 2
IMAGES = ("kernel", "initrd", "root")
HERE = os.path.dirname(os.path.realpath(__file__))
DRACUT_INSTALL = "/usr/lib/dracut/dracut-install"
# Touched by apt-get update: only then can there be a newer kernel package.
# ASKED, in the appliance, is touched when apt has been asked for it.
APT_STATE = "/var/lib/apt/lists"
ASKED = ".asked-apt"
RENAME_EXCHANGE = 2


def _sha256(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _facts(path):
    st = os.stat(path)
    return {"size": st.st_size, "mtime_ns": st.st_mtime_ns,
            "sha256": _sha256(path)}


def inputs_under(root):
    """Facts of the host's files from which those under root were copied.

    What the recipe brings itself (its own /etc/passwd) is not the host's.
    """
    found = {}
    for where, _, files in os.walk(root):
        for name in files:
            path = "/" + os.path.relpath(os.path.join(where, name), root)
            if os.path.exists(HERE + "/root" + path):
                continue
            if os.path.isfile(path) and not os.path.islink(
                    os.path.join(where, name)):
                found[path] = _facts(path)
    return found


def _own_files():
    """The recipe itself."""
    found = []
    for where, dirs, files in os.walk(HERE):
        dirs[:] = sorted(d for d in dirs if d != "__pycache__")
        found += [os.path.join(where, f) for f in sorted(files)
                  if not f.endswith(".pyc")]
    return found


def _mtime(path):
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _touch(path):
    try:
        with open(path, "a", encoding="ascii"):
            os.utime(path)
    except OSError:
        pass    # not ours to write: ask again the next time


def write(new, kernel, inputs, daemon, init):
    """appliance.json beside the images in new."""
    for path in [*_own_files(), DRACUT_INSTALL, daemon, init]:
        inputs[path] = _facts(path)
    about = {"version": FORMAT, "kernel_version": kernel.version,
             "kernel_source": kernel.source, "daemon": daemon, "init": init,
             "template": 1}    # the daemon takes drives after a restore
    for name in IMAGES:
        path = os.path.join(new, name)
        about[f"{name}_size"] = os.path.getsize(path)
        about[f"{name}_sha256"] = _sha256(path)
    about["inputs"] = inputs
    with open(os.path.join(new, "appliance.json"), "w",
              encoding="utf-8") as f:
        json.dump(about, f, indent=1)
        f.write("\n")
    _touch(os.path.join(new, ASKED))


def _input_changed(path, facts):
    """A file touched but the same inside has not changed."""
    try:
        st = os.stat(path)
        if st.st_size != facts["size"]:
            return True
        return (st.st_mtime_ns != facts["mtime_ns"]
                and _sha256(path) != facts["sha256"])
    except OSError:
        return True


def _kernel_changed(about, output):
    """Looks at what is installed, and asks apt only where its lists moved."""
    import kernel  # pylint: disable=import-outside-toplevel

    here = kernel.installed()
    if here:
        return here.source != about["kernel_source"]
    asked = os.path.join(output, ASKED)
    if _mtime(APT_STATE) <= _mtime(asked):
        return False
    try:
        name, version, _ = kernel.candidate()
    except kernel.BuildError:
        return False    # no lists: keep what there is
    _touch(asked)
    return f"{name} {version}" != about["kernel_source"]


def changed(output, daemon, init):
    """Why the appliance in output must be built anew, or None."""
    try:
        with open(os.path.join(output, "appliance.json"),
                  encoding="utf-8") as f:
            about = json.load(f)
        for name in IMAGES:
            if os.path.getsize(os.path.join(output, name)) != about[
                    f"{name}_size"]:
                return f"{output}/{name} is damaged"
        inputs = about["inputs"]
        if about["version"] != FORMAT:
            return "the format changed"
        for path in [*_own_files(), daemon, init]:
            if path not in inputs:
                return f"{path} is new"
        for path, facts in inputs.items():
            if _input_changed(path, facts):
                return f"{path} changed"
        return "there is another kernel" if _kernel_changed(
            about, output) else None
    except (OSError, ValueError, KeyError, TypeError):
        return "there is no appliance yet"


def _replace_files(new, output):
    """Where other things live in output too: file by file, without an
    appliance.json, and so without an appliance, meanwhile."""
    about = os.path.join(output, "appliance.json")
    if os.path.exists(about):
        os.unlink(about)
    names = sorted(os.listdir(new), key=lambda n: n == "appliance.json")
    for name in names:
        os.rename(os.path.join(new, name), os.path.join(output, name))


def replace(new, output):
    """new takes the place of output at one stroke; the old one goes to new."""
    if not os.path.exists(output):
        os.rename(new, output)
        return
    if set(os.listdir(output)) - set(os.listdir(new)):
        _replace_files(new, output)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(-100, os.fsencode(new), -100, os.fsencode(output),
                      RENAME_EXCHANGE) == 0:
        return
    # a file system that cannot exchange: a moment without an appliance
    os.rename(output, new + ".old")
    os.rename(new, output)
