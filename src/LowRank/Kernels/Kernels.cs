using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using LowRank.Interop;

namespace LowRank.Kernels;

/// <summary>
/// The typed face of the native library: dense linear algebra on <see cref="MatrixSpan{T}"/>, workspaces and <c>info</c> codes
/// taken care of. The factorisations want column-major, unconjugated workspaces; the product takes any mixture.
/// </summary>
internal static unsafe partial class Kernels<T>
    where T : unmanaged, INumberBase<T>
{
    static Kernels() => Scalar<T>.EnsureSupported();

    private static void AssertWorkspace(MatrixSpan<T> a) =>
        Debug.Assert(a.Layout == MatrixLayout.ColumnMajor && !a.IsConjugated, "a column-major workspace is expected");

    /// <summary>A pointer for <c>fixed</c> that is not null for an empty span either.</summary>
    private static ref T Reference(MatrixSpan<T> a) => ref MemoryMarshal.GetReference(a.Values);

    private static void CheckInfo(long info, string routine)
    {
        if (info < 0)
        {
            throw new InvalidOperationException(
                $"LAPACK's {routine} refused its argument {-info}. This is a defect of LowRank: please report it with the shapes of "
                    + "your input.");
        }

        if (info > 0)
        {
            throw new NonConvergenceException(routine, info);
        }
    }

    /// <summary>
    /// The workspace length that a routine's query left in its first element. A float holds lengths beyond 2²⁴ only to 24 bits and
    /// LAPACK of that age rounds down, so one unit in the last place is added.
    /// </summary>
    private static long QueriedLength(T query) => (long)Math.Ceiling(Scalar<T>.ToDouble(query) * (1 + Scalar<T>.Epsilon));

    private static void EnsureLoaded() => NativeRuntime.EnsureLoaded();
}
