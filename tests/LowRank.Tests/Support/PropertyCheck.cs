using FsCheck;
using FsCheck.Fluent;

namespace LowRank.Tests;

/// <summary>Runs a property on a fixed sequence of cases; a failure prints the shrunk case and how to replay it.</summary>
internal static class PropertyCheck
{
    private const ulong Seed = 20240613;
    private const ulong Gamma = 0x9E3779B97F4A7C15; // odd, as the generator wants it

    public static void Holds<TCase>(Arbitrary<TCase> cases, Action<TCase> property, int tests = 200) =>
        Run(Prop.ForAll(cases, property), tests);

    public static void Holds<TCase>(Gen<TCase> cases, Action<TCase> property, int tests = 200) => Holds(Arb.From(cases), property, tests);

    public static void Holds<TFirst, TSecond>(
        Arbitrary<TFirst> first, Arbitrary<TSecond> second, Action<TFirst, TSecond> property, int tests = 200) =>
        Run(Prop.ForAll(first, second, property), tests);

    private static void Run(Property property, int tests) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(tests).WithReplay(Seed, Gamma), property);
}
