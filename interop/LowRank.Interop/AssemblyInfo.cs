using System.Runtime.CompilerServices;

// Every signature is blittable: what stands in the declaration is what the native side gets.
[assembly: DisableRuntimeMarshalling]
