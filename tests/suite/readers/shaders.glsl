#version 330

uniform float time;

float wave(float x) {
    return sin(x + time);
}

vec3 sea(float depth) {
    return mix(vec3(0.0, 0.1, 0.3), vec3(0.1, 0.5, 0.6), depth);
}

float foam(float height) {
    return smoothstep(0.8, 1.0, height);
}

vec3 sea(vec2 place) {
    return vec3(wave(place.x), wave(place.y), 0.5);
}
