//! A small file system, which can be full.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A file system in memory, which is unmounted when it is dropped.
pub(crate) struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts a file system of so many megabytes.
    pub(crate) fn mount(path: PathBuf, megabytes: u32) -> Self {
        std::fs::create_dir_all(&path).expect("there is room");
        let size = format!("size={megabytes}m");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "none"]).arg(&path).output();
        let mount = mount.expect("mount is everywhere");
        assert!(mount.status.success(), "this test needs the right to mount: {mount:?}");
        Self(path)
    }

    /// Where it is mounted.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The file that takes the room.
    pub(crate) fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }

    /// Takes all the room.
    pub(crate) fn fill(&self) {
        let mut file = std::fs::File::create(self.filler()).expect("a name has room");
        for size in [1 << 16, 1 << 12, 1] {
            while std::io::Write::write_all(&mut file, &vec![0; size]).is_ok() {}
        }
    }

    /// Gives the room back.
    pub(crate) fn clear(&self) {
        std::fs::remove_file(self.filler()).expect("it is there");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Where it is still in use, it goes with its last user.
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}
