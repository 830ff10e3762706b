// SPDX-License-Identifier: Apache-2.0
//! rbpf: its JIT or its interpreter.

#[path = "../../driver.rs"]
mod driver;

fn main() {
    let mut input = driver::input();
    let code = std::mem::take(&mut input.code);
    let mut vm = rbpf::EbpfVmRaw::new(Some(&code)).unwrap_or_else(|error| driver::fail(&error.to_string()));
    vm.register_helper(8, driver::helper8).unwrap_or_else(|error| driver::fail(&error.to_string()));
    // The address of the memory stays the same, and so do its bytes.
    let memory: &'static mut [u8] = Box::leak(input.memory.into_boxed_slice());
    let (start, bytes) = (memory.as_mut_ptr(), memory.len());
    let view = move || unsafe { std::slice::from_raw_parts_mut(start, bytes) };
    if input.jit {
        vm.jit_compile().unwrap_or_else(|error| driver::fail(&error.to_string()));
        driver::obey(|| unsafe { vm.execute_program_jit(view()) }.expect("a result"));
    } else {
        driver::obey(|| vm.execute_program(view()).expect("a result"));
    }
}
