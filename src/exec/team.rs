//! A team: threads that do jobs apart, while their results are taken in order.
//!
//! Whoever takes results works too: when the next one is not ready it does a job that nobody has
//! begun. So a team needs one thread less than there may be, nobody waits while there is work, and a
//! team whose threads could not be started still ends.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::lock;
use crate::data::Batch;
use crate::def::step::{Flow, Hands, Job};

/// What is done with a job. It must not panic, as someone waits for the result.
pub(super) type Law<J, R> = Arc<dyn Fn(J) -> R + Send + Sync>;

/// The jobs on their way.
pub(super) struct Team<J: Send + 'static, R: Send + 'static> {
    yard: Arc<Yard<J, R>>,
    /// Jobs brought, and results taken.
    brought: u64,
    taken: u64,
    /// Threads that are to be started with the second job.
    to_start: usize,
}

struct Yard<J, R> {
    law: Law<J, R>,
    jobs: Mutex<Jobs<J, R>>,
    /// A job was brought, or there will be none.
    brought: Condvar,
    done: Condvar,
}

struct Jobs<J, R> {
    waiting: VecDeque<(u64, J)>,
    done: BTreeMap<u64, R>,
    ended: bool,
}

impl<J: Send + 'static, R: Send + 'static> Team<J, R> {
    /// A team of so many threads, with the one that takes the results.
    pub fn new(threads: usize, law: Law<J, R>) -> Team<J, R> {
        let jobs = Mutex::new(Jobs { waiting: VecDeque::new(), done: BTreeMap::new(), ended: false });
        let yard = Yard { law, jobs, brought: Condvar::new(), done: Condvar::new() };
        Team { yard: Arc::new(yard), brought: 0, taken: 0, to_start: threads.saturating_sub(1) }
    }

    /// Jobs whose results were not taken.
    pub fn on_their_way(&self) -> u64 {
        self.brought - self.taken
    }

    pub fn bring(&mut self, job: J) {
        lock(&self.yard.jobs).waiting.push_back((self.brought, job));
        self.brought += 1;
        self.yard.brought.notify_one();
        if self.brought < 2 {
            return;
        }
        for _ in 0..std::mem::take(&mut self.to_start) {
            let yard = self.yard.clone();
            // A thread that cannot be had is made up for by the others.
            let _ = std::thread::Builder::new().spawn(move || yard.work());
        }
    }

    /// The next result, if it is ready.
    pub fn ready(&mut self) -> Option<R> {
        let result = lock(&self.yard.jobs).done.remove(&self.taken)?;
        self.taken += 1;
        Some(result)
    }

    /// The next result; None when no job is on its way.
    pub fn next(&mut self) -> Option<R> {
        while self.on_their_way() > 0 {
            let mut jobs = lock(&self.yard.jobs);
            if let Some(result) = jobs.done.remove(&self.taken) {
                self.taken += 1;
                return Some(result);
            }
            if let Some(job) = jobs.waiting.pop_front() {
                drop(jobs);
                self.yard.do_job(job);
                continue;
            }
            drop(self.yard.done.wait(jobs).unwrap_or_else(PoisonError::into_inner));
        }
        None
    }
}

/// The threads that there may be, for steps that have work for some.
pub(super) struct Threads(pub usize);

impl Hands for Threads {
    fn in_order(&self, jobs: &mut dyn Iterator<Item = Job>, take: &mut dyn FnMut(Vec<Batch>) -> Flow) -> Flow {
        let law: Law<Job, std::thread::Result<Vec<Batch>>> = Arc::new(|job| catch_unwind(AssertUnwindSafe(job)));
        let mut team = Team::new(self.0, law);
        loop {
            // One job for each thread, and as many results that wait.
            while team.on_their_way() < 2 * self.0 as u64
                && let Some(job) = jobs.next()
            {
                team.bring(job);
            }
            match team.next() {
                None => return Flow::More,
                Some(Ok(made)) => {
                    if take(made) == Flow::Stop {
                        return Flow::Stop;
                    }
                }
                // It is as if it had happened here.
                Some(Err(panic)) => resume_unwind(panic),
            }
        }
    }
}

impl<J, R> Yard<J, R> {
    fn work(&self) {
        let mut jobs = lock(&self.jobs);
        while !jobs.ended {
            let Some(job) = jobs.waiting.pop_front() else {
                jobs = self.brought.wait(jobs).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            drop(jobs);
            self.do_job(job);
            jobs = lock(&self.jobs);
        }
    }

    fn do_job(&self, (number, job): (u64, J)) {
        let result = (self.law)(job);
        lock(&self.jobs).done.insert(number, result);
        self.done.notify_all();
    }
}

impl<J: Send + 'static, R: Send + 'static> Drop for Team<J, R> {
    fn drop(&mut self) {
        lock(&self.yard.jobs).ended = true;
        self.yard.brought.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        for threads in [0, 1, 2, 5] {
            let law: Law<u64, u64> = Arc::new(|n| {
                // Later jobs are done sooner.
                std::thread::sleep(std::time::Duration::from_micros(200 - n.min(200)));
                n * n
            });
            let mut team = Team::new(threads, law);
            assert_eq!((team.next(), team.ready()), (None, None));
            let mut results = Vec::new();
            for n in 0..100 {
                team.bring(n);
                results.extend(team.ready());
                if team.on_their_way() > 4 {
                    results.extend(team.next());
                }
            }
            results.extend(std::iter::from_fn(|| team.next()));
            assert_eq!(results, (0..100).map(|n| n * n).collect::<Vec<u64>>());
        }
    }
}
