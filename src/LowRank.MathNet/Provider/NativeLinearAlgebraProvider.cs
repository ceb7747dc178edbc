using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace LowRank.Provider;

/// <summary>Math.NET's linear algebra by LowRank's native library for float, double and Complex; Complex32 is Math.NET's own.</summary>
internal sealed class NativeLinearAlgebraProvider :
    ILinearAlgebraProvider, INativeOperations<float>, INativeOperations<double>, INativeOperations<Complex>, IManagedOperations<Complex32>
{
    public bool IsAvailable()
    {
        try
        {
            InitializeVerify();
            return true;
        }
        catch (NativeLibraryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Loads the native library, or says where it was looked for.</summary>
    /// <exception cref="NativeLibraryNotFoundException">There is none.</exception>
    public void InitializeVerify() => _ = LowRankEnvironment.ThreadCount;

    public void FreeResources()
    {
    }

    public override string ToString() => "LowRank (native)";
}
