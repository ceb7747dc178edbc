/*
 * LowRank's own library lets the processor's features choose MKL's kernels, whatever the vendor (native/dispatch.c). Preloaded into the
 * peers in Python, this makes the stock MKL do the same, so that both run the same kernels.
 */

int mkl_serv_intel_cpu_true(void);

int mkl_serv_intel_cpu_true(void)
{
    return 1;
}
