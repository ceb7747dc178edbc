/*
 * MKL picks its kernels by the processor's features, but only on processors whose vendor it asks for; on others it stays with code for
 * AVX2 at best, whatever they offer. The link replaces that one question (ld's --wrap), so that the features decide alone: on a Zen
 * processor with AVX-512 this doubles the speed of every product. The instructions are the same on both vendors' processors, and MKL
 * still asks cpuid for each of them. LOWRANK_MKL_VENDOR_DISPATCH=1 in the environment brings the question back.
 */

#include <stdlib.h>
#include <string.h>

int __real_mkl_serv_intel_cpu_true(void);
int __wrap_mkl_serv_intel_cpu_true(void);

int __wrap_mkl_serv_intel_cpu_true(void)
{
    const char *vendor_decides = getenv("LOWRANK_MKL_VENDOR_DISPATCH");
    return vendor_decides != NULL && strcmp(vendor_decides, "1") == 0 ? __real_mkl_serv_intel_cpu_true() : 1;
}
