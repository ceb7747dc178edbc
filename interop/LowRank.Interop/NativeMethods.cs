namespace LowRank.Interop;

/// <summary>
/// The CBLAS and LAPACK functions that the library uses, by their standard names and with 64-bit integers (ILP64).
/// </summary>
/// <remarks>
/// Call <see cref="NativeRuntime.EnsureLoaded"/> before the first of them. The set equals <c>native/exports.txt</c> less the
/// services of <see cref="NativeServices"/>; a test compares the two.
/// A Fortran function ends with one hidden length per <c>char</c> argument: gfortran's ABI wants it, Intel MKL ignores it.
/// </remarks>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "lowrank_mkl";
}
