using System.Numerics;

namespace LowRank;

/// <summary>Key and value projections through one latent vector: <c>W_k ≈ W_c U_k</c>, <c>W_v ≈ W_c U_v</c>.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class KeyValueFactors<T>
    where T : unmanaged, INumberBase<T>
{
    internal KeyValueFactors(DenseMatrix<T> compression, DenseMatrix<T> keyExpansion, DenseMatrix<T> valueExpansion, ErrorEstimate error)
    {
        Compression = compression;
        KeyExpansion = keyExpansion;
        ValueExpansion = valueExpansion;
        Error = error;
    }

    /// <summary>W_c, d × r: the latent vector of a token x is x W_c. It is all that needs to be cached.</summary>
    public DenseMatrix<T> Compression { get; }

    /// <summary>U_k, r × p: makes keys of latent vectors.</summary>
    public DenseMatrix<T> KeyExpansion { get; }

    /// <summary>U_v, r × q: makes values of latent vectors.</summary>
    public DenseMatrix<T> ValueExpansion { get; }

    /// <summary>The error of the weights side by side; with activations that of keys and values on the tokens.</summary>
    public ErrorEstimate Error { get; }
}
