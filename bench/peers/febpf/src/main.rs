// SPDX-License-Identifier: Apache-2.0
//! febpf: its JIT or its interpreter, without its verifier. Helper 8 is its own.

#[path = "../../driver.rs"]
mod driver;

fn main() {
    let mut input = driver::input();
    let insns = febpf::insn::decode_program(&input.code).unwrap_or_else(|error| driver::fail(&error.to_string()));
    let program = febpf::Program { insns, maps: Vec::new(), btf_ctx: None };
    let mut vm = febpf::Vm::new(program).unwrap_or_else(|error| driver::fail(&error.to_string()));
    vm.insn_limit = u64::MAX;
    if input.jit {
        vm.compile().unwrap_or_else(|error| driver::fail(&error.to_string()));
        driver::obey(|| vm.run_jit(&mut input.memory).unwrap_or_else(|error| driver::fail(&error.to_string())));
    } else {
        driver::obey(|| vm.run(&mut input.memory).unwrap_or_else(|error| driver::fail(&error.to_string())));
    }
}
