namespace LowRank;

/// <summary>An operator that knows its Frobenius norm, which makes error estimates exact and tolerances relative to the true
/// norm.</summary>
public interface IFrobeniusNorm
{
    /// <summary>The Frobenius norm <c>‖A‖_F = (Σ|a_ij|²)^½</c>.</summary>
    /// <returns>The norm; NaN or infinity where an entry is.</returns>
    double FrobeniusNorm();
}
