/* What the managed side asks before it trusts this file: the only code of ours in the native library. */

#include <pthread.h>
#include <stdio.h>

/* Raise it when exports.txt loses a symbol or a symbol changes its meaning; NativeRuntime checks it. */
#define LOWRANK_NATIVE_ABI_VERSION 1

#if defined(__clang__)
#define COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define COMPILER "gcc " __VERSION__
#else
#define COMPILER "an unknown compiler"
#endif

/* From mkl_types.h and mkl_service.h, which an unpacked set of archives need not have. */
typedef struct {
    int major, minor, update;
    char *status, *build, *processor, *platform;
} MKLVersion;
void MKL_Get_Version(MKLVersion *version);

static char mkl_version[64];
static char description[256];

/* Asking for the version does not yet fix MKL's mode: MKL_CBWR_Set still works after it. */
static void describe(void)
{
    MKLVersion version;
    MKL_Get_Version(&version);
    snprintf(mkl_version, sizeof mkl_version, "%d.%d.%d", version.major, version.minor, version.update);
    snprintf(description, sizeof description, "Intel MKL %s (build %s), ILP64, gnu_thread, " LOWRANK_RID ", " COMPILER,
             mkl_version, version.build);
}

static pthread_once_t described = PTHREAD_ONCE_INIT;

int lowrank_native_abi_version(void)
{
    return LOWRANK_NATIVE_ABI_VERSION;
}

/* Both strings live as long as the library. */
const char *lowrank_native_mkl_version(void)
{
    pthread_once(&described, describe);
    return mkl_version;
}

const char *lowrank_native_build_description(void)
{
    pthread_once(&described, describe);
    return description;
}
