// SPDX-License-Identifier: Apache-2.0
// The cases of licence.h under a licence that is compatible.
#define LICENSE "Dual MIT/GPL"
#define NO ok
#include "licence.h"
