using LowRank.Interop;

namespace LowRank;

/// <summary>
/// What the library runs on: which native linear-algebra library it uses, with how many threads, and whether reproducibly.
/// </summary>
/// <remarks>
/// The native library is looked for once, when it is first needed. In this order: <see cref="NativeLibraryPath"/>, or the
/// environment variable <c>LOWRANK_NATIVE_PATH</c> (either one, if set, is the only place); the packaged library beside the
/// application; Intel MKL's <c>mkl_rt</c> from <c>MKLROOT</c>, from a package, from the system; OpenBLAS with 64-bit integers.
/// All members may be used from many threads at once.
/// </remarks>
public static class LowRankEnvironment
{
    /// <summary>
    /// The native library to use: a file, or a folder that holds one under a known name. If set, no other place is searched.
    /// </summary>
    /// <value>Default <c>null</c>: the environment variable <c>LOWRANK_NATIVE_PATH</c> if set, else the usual places.</value>
    /// <exception cref="InvalidOperationException">It is set after the native library was first used.</exception>
    /// <exception cref="ArgumentException">It is set to an empty string or to white space.</exception>
    public static string? NativeLibraryPath
    {
        get => NativeRuntime.LibraryPath;
        set
        {
            if (value is not null)
            {
                ArgumentException.ThrowIfNullOrWhiteSpace(value);
            }

            NativeRuntime.LibraryPath = value;
        }
    }

    /// <summary>The number of threads that a native call may use, for the whole process.</summary>
    /// <value>
    /// At least 1. Default: the native library's own, which is the number of processor cores. Intel MKL takes it as an upper
    /// bound and uses no more threads than there are cores. If not set, reading it loads the native library.
    /// </value>
    /// <remarks>
    /// It can be changed at any time; calls that are running keep what they have. In reproducible mode it has no effect on the
    /// native library, which then uses one thread.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 1.</exception>
    /// <exception cref="NativeLibraryNotFoundException">It was not set, and no native library is found to ask.</exception>
    public static int ThreadCount
    {
        get => NativeRuntime.ThreadCount;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            NativeRuntime.ThreadCount = value;
        }
    }

    /// <summary>
    /// Whether floating-point results must be bitwise equal from run to run on one machine, for any <see cref="ThreadCount"/>
    /// and any alignment of the data in memory.
    /// </summary>
    /// <value>Default <c>false</c>: results agree to rounding.</value>
    /// <remarks>
    /// Puts Intel MKL into its conditional numerical reproducibility mode and lets every native call use one thread, since no
    /// mode of MKL gives the same bits for every thread count in all functions. It costs the speed of the other cores. On
    /// another model of processor the bits may differ. OpenBLAS has no such mode and is not taken when this is set.
    /// </remarks>
    /// <exception cref="InvalidOperationException">It is set after the native library was first used.</exception>
    public static bool Reproducible
    {
        get => NativeRuntime.Reproducible;
        set => NativeRuntime.Reproducible = value;
    }

    /// <summary>
    /// Describes, for a person who reads a log or a bug report, what is loaded, from where, with how many threads, and on what
    /// machine. Loads the native library if that has not happened yet.
    /// </summary>
    /// <returns>
    /// Several lines, one fact each. If no native library was found, the lines say so, with the message of
    /// <see cref="NativeLibraryNotFoundException"/>; nothing is thrown.
    /// </returns>
    public static string Describe() => EnvironmentReport.Compose();
}
