using System.Runtime.CompilerServices;
using LowRank;

namespace Samples.Tests;

/// <summary>One thread for all tests here: the matrices are tiny, and beside other programs a team of threads waits for itself most of
/// the time.</summary>
internal static class Threads
{
    [ModuleInitializer]
    public static void UseOne() => LowRankEnvironment.ThreadCount = 1;
}
