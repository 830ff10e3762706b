#!/bin/sh
# Compiles every source for both byte orders: NAME.bpfel.o and NAME.bpfeb.o.
set -e
cd "$(dirname "$0")"
for target in bpfel bpfeb; do
  for name in programs inner unsupported kfuncs plain; do
    debug=-g
    [ $name = plain ] && debug=
    ${CLANG:-clang-19} -target $target -mcpu=v3 $debug -O2 -fno-ident -Wall -Wno-unused-variable -Wno-unused-const-variable \
      -fdebug-compilation-dir=. -ffile-prefix-map="$PWD"=. -c $name.bpf.c -o $name.$target.o
    ${OBJCOPY:-llvm-objcopy-19} --wildcard --remove-section='.debug_*' --remove-section='.rel.debug_*' $name.$target.o
  done
done
mkdir -p badmaps
for case in $(seq 21); do
  ${CLANG:-clang-19} -target bpfel -mcpu=v3 -g -O2 -fno-ident -Wno-everything -DCASE=$case -fdebug-compilation-dir=. \
    -ffile-prefix-map="$PWD"=. -c badmaps.bpf.c -o badmaps/$case.o
  ${OBJCOPY:-llvm-objcopy-19} --wildcard --remove-section='.debug_*' --remove-section='.rel.debug_*' badmaps/$case.o
done
