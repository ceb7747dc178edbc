namespace LowRank;

/// <summary>By how much X misses the four conditions of Penrose, which A⁺ alone fulfils.</summary>
/// <param name="Inner">‖AXA − A‖_F / ‖A‖_F.</param>
/// <param name="Outer">‖XAX − X‖_F / ‖X‖_F.</param>
/// <param name="LeftAsymmetry">‖AX − (AX)ᴴ‖_F.</param>
/// <param name="RightAsymmetry">‖XA − (XA)ᴴ‖_F.</param>
/// <param name="Estimate">What the result says of its error.</param>
public sealed record PseudoInverseVerification(
    double Inner, double Outer, double LeftAsymmetry, double RightAsymmetry, ErrorEstimate Estimate)
{
    /// <summary>The largest of the four.</summary>
    public double Largest => Math.Max(Math.Max(Inner, Outer), Math.Max(LeftAsymmetry, RightAsymmetry));

    /// <summary>The four figures.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"AXA − A {Inner:G2}, XAX − X {Outer:G2}, AX − (AX)ᴴ {LeftAsymmetry:G2}, XA − (XA)ᴴ {RightAsymmetry:G2}; error {Estimate}");
}
