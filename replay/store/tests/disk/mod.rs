//! A disk in memory that distinguishes live from durable bytes; its power can be cut.

pub(crate) mod process;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use redial_store::{Disk, DiskFile};

const SECTOR: usize = 512;

const BAD_SECTOR: &str = "input/output error";

/// The space that a file takes besides its bytes.
const NAME: usize = 32;

/// SplitMix64, with the same numbers in every run.
#[derive(Clone, Debug)]
pub(crate) struct SplitMix(pub(crate) u64);

impl SplitMix {
    /// Draws a number below `bound` (SplitMix64).
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound.max(1)
    }

    pub(crate) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}

#[derive(Clone, Default, Debug)]
struct Inode {
    live: Vec<u8>,
    durable: Vec<u8>,
    /// The sectors that were written since the last sync, successful or not: after a failed sync a page is clean, and
    /// still reads well.
    dirty: BTreeSet<usize>,
    /// The length up to which space is reserved.
    reserved: usize,
}

impl Inode {
    fn room(&self) -> usize {
        self.live.len().max(self.reserved)
    }

    /// Makes the dirty sectors durable.
    fn sync(&mut self) {
        self.durable.resize(self.live.len(), 0);
        for sector in std::mem::take(&mut self.dirty) {
            let end = ((sector + 1) * SECTOR).min(self.live.len());
            if sector * SECTOR < end {
                self.durable[sector * SECTOR..end].copy_from_slice(&self.live[sector * SECTOR..end]);
            }
        }
    }
}

#[derive(Clone, Debug)]
enum Naming {
    Made(String, usize),
    Renamed(String, String),
    Removed(String),
}

#[derive(Clone, Default, Debug)]
struct Platter {
    inodes: Vec<Inode>,
    live: BTreeMap<String, usize>,
    durable: BTreeMap<String, usize>,
    /// The changes of names since the last sync of the directory.
    pending: Vec<Naming>,
    /// The number of operations before the power cut.
    left: Option<u64>,
    /// The number of the sync that fails, as at a bad sector.
    bad_sync: Option<u64>,
    /// The size of the disk in bytes.
    capacity: Option<usize>,
    /// The number of syncs so far.
    syncs: u64,
    /// A lying disk reports a sync that it skipped, once in this many times.
    lies: Option<(u64, SplitMix)>,
}

/// The disk; clones share it.
#[derive(Clone, Default, Debug)]
pub(crate) struct MemoryDisk(Arc<Mutex<Platter>>);

/// An open file of the disk.
#[derive(Debug)]
pub(crate) struct MemoryFile {
    disk: MemoryDisk,
    inode: usize,
}

fn apply(names: &mut BTreeMap<String, usize>, naming: &Naming) {
    match naming {
        Naming::Made(name, inode) => drop(names.insert(name.clone(), *inode)),
        Naming::Removed(name) => drop(names.remove(name)),
        Naming::Renamed(from, to) => {
            if let Some(inode) = names.remove(from) {
                names.insert(to.clone(), inode);
            }
        }
    }
}

impl Platter {
    /// Counts an operation that changes the disk; the power may be cut at it.
    fn work(&mut self) -> io::Result<()> {
        match &mut self.left {
            None => Ok(()),
            Some(0) => Err(io::Error::other("the power is out")),
            Some(left) => {
                *left -= 1;
                if *left == 0 { Err(io::Error::other("the power is out")) } else { Ok(()) }
            }
        }
    }

    fn sync(&mut self) -> io::Result<bool> {
        self.work()?;
        self.syncs += 1;
        if self.bad_sync == Some(self.syncs) {
            return Err(io::Error::other(BAD_SECTOR));
        }
        Ok(!self.lies.as_mut().is_some_and(|(times, luck)| luck.once_in(*times)))
    }

    /// Returns the number of used bytes.
    fn used(&self) -> usize {
        self.live.values().map(|inode| NAME + self.inodes[*inode].room()).sum()
    }

    /// Checks that there is space for more bytes; the error is the number of free bytes.
    fn fits(&self, bytes: usize) -> Result<(), usize> {
        let left = self.capacity.map_or(usize::MAX, |capacity| capacity.saturating_sub(self.used()));
        if bytes > left { Err(left) } else { Ok(()) }
    }

    /// Fails if the file does not exist.
    fn has(&self, name: &str) -> io::Result<()> {
        if self.live.contains_key(name) { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) }
    }

    fn name(&mut self, naming: Naming) {
        apply(&mut self.live, &naming);
        self.pending.push(naming);
    }
}

impl MemoryDisk {
    fn platter(&self) -> MutexGuard<'_, Platter> {
        self.0.lock().expect("no holder of the lock panics")
    }

    /// Cuts the power during a later operation.
    pub(crate) fn cut_after(&self, operations: u64) {
        self.platter().left = Some(operations + 1);
    }

    /// Makes a sync fail.
    pub(crate) fn fail_sync(&self, number: u64) {
        self.platter().bad_sync = Some(number);
    }

    /// Returns another disk with the same content.
    pub(crate) fn copy(&self) -> Self {
        Self(Arc::new(Mutex::new(self.platter().clone())))
    }

    /// Leaves space for this many more bytes.
    pub(crate) fn room(&self, bytes: usize) {
        let mut platter = self.platter();
        platter.capacity = Some(platter.used() + bytes);
    }

    /// Removes the limit of space.
    pub(crate) fn clear(&self) {
        self.platter().capacity = None;
    }

    /// Returns the number of syncs so far.
    pub(crate) fn syncs(&self) -> u64 {
        self.platter().syncs
    }

    /// Makes the disk lie about syncs.
    pub(crate) fn lie(&self, once_in: u64, luck: SplitMix) {
        self.platter().lies = Some((once_in, luck));
    }

    /// Returns the bytes of a file.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        let platter = self.platter();
        platter.inodes[platter.live[name]].live.clone()
    }

    /// Adds a file, durably.
    pub(crate) fn put(&self, name: &str, bytes: Vec<u8>) {
        let mut platter = self.platter();
        let inode = platter.inodes.len();
        platter.inodes.push(Inode { live: bytes.clone(), durable: bytes, ..Inode::default() });
        platter.live.insert(name.to_owned(), inode);
        platter.durable.insert(name.to_owned(), inode);
    }

    pub(crate) fn remove(&self, name: &str) {
        let mut platter = self.platter();
        platter.live.remove(name);
        platter.durable.remove(name);
    }

    /// Returns all files, by name.
    pub(crate) fn image(&self) -> BTreeMap<String, Vec<u8>> {
        let platter = self.platter();
        platter.live.iter().map(|(name, inode)| (name.clone(), platter.inodes[*inode].live.clone())).collect()
    }

    /// Kills the process, but not the machine: written bytes stay.
    pub(crate) fn killed(&self) {
        let mut platter = self.platter();
        (platter.left, platter.bad_sync) = (None, None);
    }

    /// Cuts the power: of the unsynced bytes, any sectors survive, completely or in part, and any first changes of
    /// names.
    pub(crate) fn reboot(&self, luck: &mut SplitMix) {
        let mut platter = self.platter();
        (platter.left, platter.bad_sync) = (None, None);
        for inode in &mut platter.inodes {
            let after = survivors(inode, luck);
            *inode = Inode { live: after.clone(), durable: after, ..Inode::default() };
        }
        let pending = std::mem::take(&mut platter.pending);
        let kept = luck.below(pending.len() as u64 + 1) as usize;
        for naming in &pending[..kept] {
            apply(&mut platter.durable, naming);
        }
        platter.live = platter.durable.clone();
    }
}

fn survivors(inode: &Inode, luck: &mut SplitMix) -> Vec<u8> {
    let (old, new) = (&inode.durable, &inode.live);
    if old == new {
        return old.clone();
    }
    let (short, long) = (old.len().min(new.len()), old.len().max(new.len()));
    let length = match luck.below(3) {
        0 => old.len(),
        1 => new.len(),
        _ => short + luck.below((long - short) as u64 + 1) as usize,
    };
    let mut after = old.clone();
    after.resize(length, 0);
    let dirty = inode.dirty.iter().map(|sector| sector * SECTOR);
    for start in dirty.filter(|start| *start < length.min(new.len())) {
        let end = (start + SECTOR).min(length).min(new.len());
        let (from, to) = match luck.below(4) {
            0 => (start, start),
            1 => (start, start + luck.below((end - start) as u64 + 1) as usize),
            2 => (start + luck.below((end - start) as u64 + 1) as usize, end),
            _ => (start, end),
        };
        after[from..to].copy_from_slice(&new[from..to]);
    }
    after
}

impl Disk for MemoryDisk {
    type File = MemoryFile;

    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.platter().live.keys().cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<MemoryFile> {
        let inode = self.platter().live.get(name).copied().ok_or(io::ErrorKind::NotFound)?;
        Ok(MemoryFile { disk: self.clone(), inode })
    }

    fn edit(&self, name: &str) -> io::Result<MemoryFile> {
        self.open(name)
    }

    fn create(&self, name: &str) -> io::Result<MemoryFile> {
        let mut platter = self.platter();
        platter.work()?;
        platter.fits(NAME).map_err(|_| io::ErrorKind::StorageFull)?;
        let inode = platter.inodes.len();
        platter.inodes.push(Inode::default());
        platter.name(Naming::Made(name.to_owned(), inode));
        Ok(MemoryFile { disk: self.clone(), inode })
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut platter = self.platter();
        platter.work()?;
        platter.has(from)?;
        platter.name(Naming::Renamed(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut platter = self.platter();
        platter.work()?;
        platter.has(name)?;
        platter.name(Naming::Removed(name.to_owned()));
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut platter = self.platter();
        if platter.sync()? {
            platter.durable = platter.live.clone();
            platter.pending.clear();
        }
        Ok(())
    }
}

impl DiskFile for MemoryFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.disk.platter().inodes[self.inode].live.len() as u64)
    }

    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
        let platter = self.disk.platter();
        let live = &platter.inodes[self.inode].live;
        let from = usize::try_from(offset).expect("it is small").min(live.len());
        let length = bytes.len().min(live.len() - from);
        bytes[..length].copy_from_slice(&live[from..from + length]);
        Ok(length)
    }

    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut platter = self.disk.platter();
        let outcome = platter.work();
        let from = usize::try_from(offset).expect("it is small");
        // A power cut during a write leaves a part of it; a sector is written completely or not at all.
        let length = match &outcome {
            Ok(()) => bytes.len(),
            Err(_) if from / SECTOR == (from + bytes.len()) / SECTOR => 0,
            Err(_) => bytes.len() / 2,
        };
        let (room, outcome) = match platter.fits((from + length).saturating_sub(platter.inodes[self.inode].room())) {
            Ok(()) => (length, outcome),
            Err(left) => ((platter.inodes[self.inode].room() + left).saturating_sub(from), Err(full())),
        };
        let inode = &mut platter.inodes[self.inode];
        let end = from + length.min(room);
        if inode.live.len() < end {
            inode.live.resize(end, 0);
        }
        inode.live[from..end].copy_from_slice(&bytes[..end - from]);
        inode.dirty.extend(from / SECTOR..end.div_ceil(SECTOR));
        outcome
    }

    fn reserve(&mut self, length: u64) -> io::Result<()> {
        let mut platter = self.disk.platter();
        platter.work()?;
        let length = usize::try_from(length).expect("it is small");
        platter.fits(length.saturating_sub(platter.inodes[self.inode].room())).map_err(|_| full())?;
        let inode = &mut platter.inodes[self.inode];
        inode.reserved = inode.reserved.max(length);
        Ok(())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        let mut platter = self.disk.platter();
        platter.work()?;
        let inode = &mut platter.inodes[self.inode];
        let length = usize::try_from(length).expect("it is small");
        inode.live.truncate(length);
        inode.reserved = 0;
        inode.dirty = inode.dirty.iter().copied().filter(|sector| sector * SECTOR < length).collect();
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut platter = self.disk.platter();
        let outcome = platter.sync();
        let inode = &mut platter.inodes[self.inode];
        match outcome {
            Ok(true) => inode.sync(),
            Ok(false) => {}
            Err(ref error) if error.to_string() == BAD_SECTOR => inode.dirty.clear(),
            Err(_) => {}
        }
        outcome.map(|_| ())
    }
}

fn full() -> io::Error {
    io::ErrorKind::StorageFull.into()
}
