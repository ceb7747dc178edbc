using LowRank.Provider;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace LowRank;

/// <summary>Chooses what Math.NET Numerics computes dense linear algebra with, for the whole process.</summary>
/// <remarks>
/// With the native provider, Math.NET's own <c>Multiply</c>, <c>LU</c>, <c>Cholesky</c>, <c>QR</c>, <c>Svd</c>, <c>Evd</c>,
/// <c>Inverse</c> and <c>Solve</c> on dense matrices of <see cref="double"/>, <see cref="float"/> and
/// <see cref="System.Numerics.Complex"/> run in LowRank's native library; <c>Complex32</c>, vector operations and norms stay Math.NET's.
/// Results agree to rounding, but signs of vectors, and the order of the eigenvalues of a matrix that is not symmetric, may differ.
/// </remarks>
public static class LowRankControl
{
    private static readonly NativeLinearAlgebraProvider _provider = new();

    /// <summary>Whether the native provider is in use.</summary>
    public static bool IsNative => ReferenceEquals(LinearAlgebraControl.Provider, _provider);

    /// <summary>Lets Math.NET compute with LowRank's native library from now on.</summary>
    /// <exception cref="NativeLibraryNotFoundException">There is no native library; the provider in use stays.</exception>
    public static void UseNative()
    {
        _provider.InitializeVerify();
        LinearAlgebraControl.Provider = _provider;
    }

    /// <summary>Lets Math.NET compute with LowRank's native library where there is one.</summary>
    /// <returns>Whether there is one.</returns>
    public static bool TryUseNative()
    {
        if (!_provider.IsAvailable())
        {
            return false;
        }

        LinearAlgebraControl.Provider = _provider;
        return true;
    }

    /// <summary>Goes back to Math.NET's own managed provider.</summary>
    public static void UseManaged() => LinearAlgebraControl.UseManaged();
}
