// SPDX-License-Identifier: Apache-2.0
//! What driver.c is in Rust: a process that runs one program over and over when told to. See bench/README.md for the protocol.

use std::io::{BufRead, Write};
use std::time::Instant;

/// What driver CODE MEMORY HOW was given.
pub struct Input {
    pub code: Vec<u8>,
    pub memory: Vec<u8>,
    pub jit: bool,
}

/// Reads the command line and the files that it names.
pub fn input() -> Input {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() != 4 {
        eprintln!("driver CODE MEMORY jit|interp");
        std::process::exit(2);
    }
    let memory = std::fs::read(&arguments[2]).expect("the memory");
    // r2 = the length: not every engine sets it. Jumps are relative, so an instruction in front changes none.
    let mut code = vec![0xb7, 2, 0, 0];
    code.extend((memory.len() as i32).to_le_bytes());
    code.extend(std::fs::read(&arguments[1]).expect("the code"));
    Input {
        code,
        memory,
        jit: arguments[3] == "jit",
    }
}

/// Says why the program cannot run, and ends.
pub fn fail(why: &str) -> ! {
    println!("failed {}", why.replace('\n', " "));
    std::process::exit(1);
}

/// Helper 8 of all peers that have none of their own: bpf_get_smp_processor_id, always CPU 0.
#[allow(dead_code)]
#[inline(never)]
pub fn helper8(_: u64, _: u64, _: u64, _: u64, _: u64) -> u64 {
    std::hint::black_box(0)
}

#[repr(C)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

extern "C" {
    fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
}

/// Processor time of this thread: CLOCK_THREAD_CPUTIME_ID of 64-bit Linux.
fn processor_ns() -> u64 {
    let mut time = Timespec { seconds: 0, nanoseconds: 0 };
    unsafe { clock_gettime(3, &mut time) };
    time.seconds as u64 * 1_000_000_000 + time.nanoseconds as u64
}

/// Says that the program is ready and obeys until standard input ends.
pub fn obey(mut run: impl FnMut() -> u64) {
    println!("ready");
    let mut runs: u64 = 1;
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let least: u64 = line.strip_prefix("run ").and_then(|ns| ns.trim().parse().ok()).expect("run NANOSECONDS");
        loop {
            let processor = processor_ns();
            let start = Instant::now();
            let mut result = 0;
            for _ in 0..runs {
                result = run();
            }
            let wall = start.elapsed().as_nanos() as u64;
            let processor = processor_ns() - processor;
            if wall >= least {
                println!("{runs} {wall} {processor} {result:016x}");
                std::io::stdout().flush().expect("standard output");
                break;
            }
            let factor = (1.1 * least as f64 / (wall + 1) as f64).min(8.0);
            runs = (runs as f64 * factor) as u64 + 1;
        }
    }
}
