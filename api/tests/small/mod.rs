//! A small file system, which can be full.

use std::path::PathBuf;
use std::process::Command;

/// A file system of so many megabytes, which goes with this.
pub(crate) struct Small(pub(crate) PathBuf);

impl Small {
    /// `None` where nobody may mount one.
    pub(crate) fn new(path: PathBuf, megabytes: u32) -> Option<Self> {
        std::fs::create_dir_all(&path).expect("there is room");
        let size = format!("size={megabytes}m");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "none"]).arg(&path).output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(path));
        }
        println!("no small file system can be mounted here: no real disk was full");
        None
    }

    /// Takes all the room there is.
    pub(crate) fn fill(&self) {
        let mut file = std::fs::File::create(self.0.join("filler")).expect("a name has room");
        for size in [1 << 16, 1 << 12, 1] {
            while std::io::Write::write_all(&mut file, &vec![0; size]).is_ok() {}
        }
    }

    pub(crate) fn clear(&self) {
        std::fs::remove_file(self.0.join("filler")).expect("it is there");
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // Where it is still in use, it goes with its last user.
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}
