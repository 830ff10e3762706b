// SPDX-License-Identifier: Apache-2.0
// A variable of every type that a setting can or cannot have, named after it.
#include "bpf.h"

enum libbpf_tristate { TRI_NO, TRI_YES, TRI_MODULE };
enum other { A, B };
typedef enum libbpf_tristate tri_t;
typedef _Bool bool_t;
struct st { int a, b; };

int _int;
const volatile int cv_int = 1;
u8 _u8;
signed char schar;
char _char;
unsigned char uchar;
u16 _u16;
short _short;
u32 _u32;
u64 _u64;
long s64;
_Bool _bool;
enum libbpf_tristate tristate;
enum other _other;
unsigned __int128 int128;
u32 *pointer;
struct st _struct;
tri_t tristate_type;
bool_t bool_type;
char chars[8];
char one_char[1];
unsigned char uchars[8];
signed char schars[8];
int ints[2];
_Bool bools[8];
char chars2[2][4];
